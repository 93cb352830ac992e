import { BadInputError } from "../../core/errors.ts";
import { connect } from "../../operations/connect.ts";
import { examine } from "../../operations/doctor.ts";
import type { Installation } from "../../operations/installation.ts";
import type { CheckResult } from "../../operations/result.ts";
import { type Option, parseArguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { jsonOption, noColorOption, stackOption } from "../common-options.ts";
import { toSafeJson } from "../formats/json.ts";
import { formatCount } from "../formats/summary.ts";
import { ansiPaint, type Paint, plainPaint, sanitize, type Terminal, useColor } from "../terminal.ts";

const about = `Checks an installation in the account and Region of the AWS credentials: whether it receives events (CloudTrail trail, rules,
event source mappings), can report (Security Hub, Slack secret), has lost nothing (dead letters, last sweep), whether the registry
scans, whether the off switch is in use, and whether services have hooks for a gate that no longer exists. Changes nothing. Each
problem is printed with the commands that fix it, for bash or zsh. What cannot be read is unknown, with the IAM action that failed;
docs/permissions.md lists all of them.`;

const options: Readonly<Record<string, Option>> = {
	stack: stackOption,
	json: jsonOption,
	"no-color": noColorOption,
};

const statuses = {
	0: "everything is ok",
	1: "a problem",
	2: "bad usage, no such stack or no credentials",
	3: "no problem, but something could not be read",
};

async function start(args: readonly string[], terminal: Terminal): Promise<number> {
	const { flags, values, positionals } = parseArguments(args, options);
	if (positionals.length > 0) throw new BadInputError("doctor takes no argument; write the stack's name after --stack");
	const { clients, installation } = await connect(values["stack"], terminal.environment);
	const results = await examine(clients, installation, new Date().toISOString());
	const paint = useColor(terminal, flags.has("no-color")) ? ansiPaint : plainPaint;
	await terminal.print(
		flags.has("json") ? formatJson(results, installation) : `${formatText(results, paint).join("\n")}\n`,
	);
	return exitStatusOf(results);
}

function exitStatusOf(results: readonly CheckResult[]): number {
	if (results.some(({ status }) => status === "problem")) return 1;
	return results.some(({ status }) => status === "unknown") ? 3 : 0;
}

const countOf = (results: readonly CheckResult[], status: CheckResult["status"]): number =>
	results.filter((one) => one.status === status).length;

function formatText(results: readonly CheckResult[], paint: Paint): string[] {
	const colors = { ok: paint.green, problem: paint.red, unknown: paint.yellow };
	const nameOf = ({ check, of }: CheckResult): string => [check, of].join(" ").trim();
	const width = Math.max(...results.map((one) => nameOf(one).length));
	const lines = results.flatMap((one) => [
		`${colors[one.status](one.status.padEnd(7))}  ${nameOf(one).padEnd(width)}  ${sanitize(one.message)}`,
		...one.fix.map((command) => `${" ".repeat(11)}${sanitize(command)}`),
	]);
	const problems = formatCount(countOf(results, "problem"), "problem");
	const unread = countOf(results, "unknown");
	return [...lines, "", `${problems}${unread === 0 ? "" : `, ${unread} could not be read`}`];
}

function formatJson(results: readonly CheckResult[], { stack, account, region }: Installation): string {
	const summary = {
		ok: countOf(results, "ok"),
		problem: countOf(results, "problem"),
		unknown: countOf(results, "unknown"),
	};
	return `${toSafeJson({ schemaVersion: "1", stack, account, region, summary, checks: results })}\n`;
}

export const doctor: Command = { usage: "doctor [OPTIONS]", about, options, statuses, start };

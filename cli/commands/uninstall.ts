import { BadInputError } from "../../core/errors.ts";
import { findBlockTags } from "../../operations/block-tags.ts";
import { connect } from "../../operations/connect.ts";
import { findGatedServices } from "../../operations/detach-gates.ts";
import { sharedWithOthers } from "../../operations/other-stacks.ts";
import { remainingAfter } from "../../operations/remaining.ts";
import { countFindings, uninstall as stopAndArchive } from "../../operations/uninstall.ts";
import { type Option, parseArguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { stackOption } from "../common-options.ts";
import { formatCount } from "../formats/summary.ts";
import { formatServices, formatUninstalled } from "../formats/uninstalled.ts";
import { sanitize, type Terminal } from "../terminal.ts";

const about = `Prepares the removal of an installation: disables its rules and event source mappings, waits until no function runs any more,
removes the gate and the PAUSE hooks for Shipshape from all services of this account and Region (which starts no deployment), also
those that another installation there answers, removes the tag shipshape:blocked from all revisions of task definitions there, and
archives all findings of Shipshape in Security Hub there, also those of another installation. Then prints what is still there, and the
commands that remove it.
Until the stack is deleted, this can be undone: npx --no-install shipshape doctor prints the commands, and the next sweep opens the findings
again; only the gate and the PAUSE hooks have to be attached again by hand, and the tags that were removed do not come back.
Without --yes, only says what it would do.`;

const options: Readonly<Record<string, Option>> = { stack: stackOption, yes: { type: "flag", help: "does it" } };

const statuses = {
	0: "done, or nothing was to be done",
	1: "a hook could not be removed from a service, a tag could not be found or removed, or a finding could not be archived",
	2:
		"bad usage, no such stack, no credentials or no permission, or an event source mapping that Lambda has not disabled within " +
		"five minutes",
};

async function start(args: readonly string[], terminal: Terminal): Promise<number> {
	const { flags, values, positionals } = parseArguments(args, options);
	if (positionals.length > 0) throw new BadInputError("uninstall takes no argument; write the stack after --stack");
	const { clients, installation } = await connect(values["stack"], terminal.environment);
	const { stack, account, region } = installation;
	const shared = await sharedWithOthers(clients.cloudformation, installation);
	const where = `of stack ${stack} in ${account} ${region}`;
	const print = (lines: readonly string[]): Promise<void> => terminal.print(`${lines.map(sanitize).join("\n")}\n`);
	const stays = [
		"",
		"What stays:",
		...remainingAfter(installation).flatMap(({ what, commands }) => [`- ${what}`, ...commands]),
		"A trail that was created for Shipshape, and Security Hub itself, also stay.",
	];
	if (!flags.has("yes")) {
		const findings = formatCount(await countFindings(clients, installation), "finding");
		const { services, unread } = await findGatedServices(clients, installation);
		const tagged = await findBlockTags(clients);
		await print([
			`would disable ${formatCount(installation.rules.length, "rule")} and all event source mappings ${where},`,
			`remove the gate and the PAUSE hooks for Shipshape from ${formatServices(services.map(({ cluster, name }) => `${cluster}/${name}`))},`,
			`remove the tags of ${formatCount(tagged.revisions.length, "blocked revision")}, then archive ${findings}; write --yes to do it`,
			...unread.map((reason) => `note: cannot tell which other services have hooks of Shipshape: ${reason}`),
			...(tagged.unread === null ? [] : [`note: ${tagged.unread}`]),
			...(shared === null ? [] : [`note: ${shared}; --yes accepts that`]),
			...stays,
		]);
		return 0;
	}
	const report = (step: string): void => terminal.printError(`shipshape: ${step}`);
	if (shared !== null) report(`note: ${shared}; --yes accepts that`);
	const { lines, problems } = formatUninstalled(await stopAndArchive(clients, installation, { report }));
	await print([`disabled the rules and event source mappings ${where}`, ...lines, ...problems, ...stays]);
	return problems.length > 0 ? 1 : 0;
}

export const uninstall: Command = { usage: "uninstall [OPTIONS]", about, options, statuses, start };

import { setTimeout as pause } from "node:timers/promises";
import { deployedImageControls } from "../../controls/deployed-image.ts";
import { taskDefinitionControls } from "../../controls/index.ts";
import { BadInputError } from "../../core/errors.ts";
import type { DeploymentFacts } from "../../core/facts.ts";
import type { Policy } from "../../core/policy.ts";
import { isRegionName } from "../../core/subject.ts";
import { formatList } from "../../core/text.ts";
import {
	connectToDeployments,
	type GatedSubject,
	type GateTarget,
	isGateOff,
	gate as judgeTargets,
	requireNames,
} from "../../operations/gate.ts";
import { type Option, parseArguments, quote } from "../arguments.ts";
import type { Command } from "../command.ts";
import { noColorOption, outputOption, policyOption } from "../common-options.ts";
import { definitionsIn, type FileDefinition, isDefinitionFile } from "../definition-files.ts";
import { parseDuration } from "../duration.ts";
import { closingLine, gateFormatNames, gateFormats } from "../formats/gate.ts";
import { type GatedTarget, type GateResult, gateStatusOf, isUnread } from "../gate-result.ts";
import { parseService, unappliedWithoutService } from "../gate-service.ts";
import { refuseOverwriting } from "../overwriting.ts";
import { type LoadedPolicy, loadPolicy } from "../policy-file.ts";
import { writeReport } from "../report-file.ts";
import { ansiPaint, plainPaint, sanitize, type Terminal, useColor } from "../terminal.ts";

const about = `For pipelines: judges what a deployment would run, with the scans in ECR, and ends with 1 if the policy would block it. Waits while a
scan is still running. Reads ECR and ECS with the AWS credentials of the environment; docs/permissions.md lists the actions. Changes
nothing, and needs no installation. docs/gate.md has examples for CI systems.`;

const more = `A failure blocks if its control blocks deployments under the policy. The policy's mode is about what happens in AWS: without --service
the gate gives its answer in mode audit as well. Families in block.protected are reported and do not block; block.gate: false turns the
gate off: then nothing is read from AWS, and a name or file that is not valid is still exit status 2.`;

const defaultWait = "10m";

const options: Readonly<Record<string, Option>> = {
	"task-definition": {
		type: "string",
		value: "FILE|ARN",
		help: "a file (JSON or YAML; - is standard input), an ARN, FAMILY or FAMILY:REVISION; may be repeated",
	},
	image: {
		type: "string",
		value: "REF",
		help:
			"an image in the private ECR registry of the account and Region, by digest or tag; a tag is resolved once, and the digest is " +
			"judged; any other image is exit status 2; may be repeated",
	},
	service: {
		type: "string",
		value: "C/S",
		help:
			"judges the task definitions as deployed to service S of cluster C, as the deployment gate does: scopes by cluster, protected " +
			"services, break-glass for services and the mode apply. Not with --image",
	},
	wait: {
		type: "string",
		value: "TIME",
		help:
			`how long to wait for scans and for AWS to respond: 30s, 10m, 1h (default ${defaultWait}), 0 not to wait, apart from a second of ` +
			"retries for each call; what is still missing then is decided by block.onUnscanned. A failure that blocks in any case ends the wait",
	},
	policy: policyOption,
	format: { type: "choice", value: "NAME", help: "how the answer is written (default text)", choices: gateFormatNames },
	output: outputOption,
	region: { type: "string", value: "REGION", help: "default: AWS_REGION, or the Region of the profile" },
	strict: {
		type: "flag",
		help: "exit status 3 when nothing blocks, and a control that could block has no answer or the policy turns the gate off",
	},
	"no-color": noColorOption,
};

const statuses = {
	0: "not blocked; with --service in mode audit, also if something could not be read",
	1: "blocked",
	2: "bad usage, input or AWS that could not be read",
	3: "--strict was given, and a control that could block has no answer or the policy turns the gate off",
};

async function start(args: readonly string[], terminal: Terminal): Promise<number> {
	const { flags, values, lists, positionals } = parseArguments(args, options);
	const { "task-definition": definitions = [], image: images = [] } = lists;
	if (positionals.length > 0 || definitions.length + images.length === 0)
		throw new BadInputError("gate takes no argument; write --task-definition FILE or --image REF");
	const { wait = defaultWait, output = "-", format = "text" } = values;
	const service = parseService(lists["service"] ?? [], images);
	const waitMs = parseDuration("--wait", wait);
	const region = parseRegion(values["region"]);
	const policy = await loadPolicy(values["policy"] ?? null, terminal);
	const inFiles = definitions.filter(isDefinitionFile).map((path) => ["a file that is checked", path] as const);
	refuseOverwriting({ "--output": output }, [...inFiles, ["the policy", policy.path]]);
	const files = new Map<string, FileDefinition>();
	for (const one of definitions.filter(isDefinitionFile))
		for (const definition of await definitionsIn(one, terminal)) files.set(definition.given, definition);
	const targets: readonly GateTarget[] = [
		...[...files.values()].map(({ given, facts }): GateTarget => {
			// Waivers name files from the folder of the policy.
			return { kind: "file", given, facts: { ...facts, arn: policy.pathInPolicy(facts.arn) } };
		}),
		...definitions.filter((one) => !isDefinitionFile(one)).map(toTarget("task-definition")),
		...images.map(toTarget("image")),
	];
	const result = await judgeAll(targets, files, { policy, region, service, waitMs }, terminal);
	const isPrinted = output === "-";
	const formatOptions = {
		paint: isPrinted && useColor(terminal, flags.has("no-color")) ? ansiPaint : plainPaint,
		width: isPrinted ? terminal.width : null,
		strict: flags.has("strict"),
	};
	await writeReport(output, gateFormats[format as keyof typeof gateFormats](result, formatOptions), terminal);
	const explain = (line: string): void => terminal.printError(sanitize(`shipshape: ${line}`));
	const unapplied =
		result.decision === "off" || definitions.length === 0 ? null : unappliedWithoutService(policy.policy);
	if (service === null && unapplied !== null) explain(unapplied);
	for (const { given, unread, imagesNotRead } of result.targets) {
		for (const { because } of imagesNotRead) if (because !== null) explain(`${given}: ${because}`);
		if (unread !== null) explain(`${given}: ${unread}`);
	}
	if (!isPrinted || format !== "text") explain(closingLine(result, { paint: plainPaint }));
	return gateStatusOf(result, formatOptions.strict);
}

const toTarget =
	(kind: "image" | "task-definition") =>
	(given: string): GateTarget => ({ kind, given });

function parseRegion(region: string | undefined): string | undefined {
	if (region === undefined || isRegionName(region)) return region;
	throw new BadInputError(`--region does not accept ${quote(region)}; write a Region, such as eu-central-1`);
}

interface Judging {
	readonly policy: LoadedPolicy;
	readonly region: string | undefined;
	readonly service: DeploymentFacts | null;
	readonly waitMs: number;
}

async function judgeAll(
	targets: readonly GateTarget[],
	files: ReadonlyMap<string, FileDefinition>,
	{ policy, region, service, waitMs }: Judging,
	{ environment, printError }: Terminal,
): Promise<GateResult> {
	requireNames(targets);
	if (isGateOff(policy.policy)) return { policy, decision: "off", targets: [], waitedSeconds: 0 };
	const waiting = (given: readonly string[], leftMs: number): void => {
		const left = `up to ${Math.ceil(leftMs / 1000)} s more`;
		printError(sanitize(`shipshape: waiting for AWS or for the scan of ${formatList(given, 3)}, ${left}`));
	};
	const { subjects, waitedSeconds } = await judgeTargets(
		connectToDeployments(region, environment, waitMs),
		targets,
		{ rules: rulesOf(policy.policy), service, waitMs },
		{ now: Date.now, pause: (milliseconds) => pause(milliseconds), waiting },
	);
	const located = subjects.map((subject) => locate(subject, files.get(subject.given) ?? null));
	return { policy, decision: decisionOn(located), targets: located, waitedSeconds };
}

function decisionOn(targets: readonly GatedTarget[]): GateResult["decision"] {
	if (targets.some(({ decision }) => decision === "blocked")) return "blocked";
	return targets.some(isUnread) ? "no-answer" : "not-blocked";
}

const rulesOf = (policy: Policy) => ({
	policy,
	image: deployedImageControls(policy.controls),
	"task-definition": taskDefinitionControls,
});

/** What is in AWS has no location: its verdicts get the name under which it was given. */
function locate(subject: GatedSubject, file: FileDefinition | null): GatedTarget {
	const { given, verdicts } = subject;
	return {
		...subject,
		isFile: file !== null,
		verdicts: verdicts.map((verdict) => {
			const at = file === null ? { line: 1, column: 1 } : file.positionOf(verdict.field, verdict.container);
			return { ...verdict, subject: given, part: null, location: { file: file?.path ?? given, ...at } };
		}),
	};
}

export const gate: Command = {
	usage: "gate [--task-definition FILE|ARN]… [--image REF]… [OPTIONS]",
	...{ about, options, more, statuses, start },
};

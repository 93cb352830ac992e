import type { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { readStack, type Stack } from "../adapters/cloudformation/read-stack.ts";
import { FailedCallError } from "../adapters/explain-failure.ts";
import { adapterPermissions } from "../adapters/permissions.ts";
import { setupProblemOf } from "../adapters/setup-problem.ts";
import { BadInputError } from "../core/errors.ts";
import type { Permission } from "../core/permission.ts";
import type { FunctionEntry, SinkEntry, WorkerEntry } from "../functions/entries.ts";
import { endpoints, hooks, maxReceiveCounts, routes, sinks, workers } from "../functions/manifest.ts";
import { gateIn, type InstalledGate } from "./installed-gate.ts";
import { type Notified, notifiedBy } from "./notified.ts";

/** A rule of the stack, and the queue that its events go to. */
export interface InstalledRule {
	/** The construct and the id of the rule, such as `ImageScannedRule`. */
	readonly id: string;
	readonly name: string;
	readonly queue: string;
	/** The kind of event and the URL of the dead-letter queue; null for a schedule. */
	readonly events: { readonly folder: string; readonly deadLetters: string } | null;
}

/** A function of the stack. */
export interface InstalledFunction {
	readonly construct: string;
	readonly name: string;
	/** URL of the queue whose messages it takes; null if it has none. */
	readonly queue: string | null;
	readonly readsStream: boolean;
	/** Whether its role may make the one call that ECR counts as a pull. */
	readonly pulls: boolean;
}

/**
 * A dead-letter queue of the stack. `queue`, `rule`: messages for `target`; `undelivered`: complete items of a sink; `given-up`:
 * positions of stream records.
 */
export interface InstalledDeadLetters {
	readonly construct: string;
	readonly kind: "queue" | "rule" | "undelivered" | "given-up";
	readonly url: string;
	/** URL of the queue that the messages belong to; null for those of a sink. */
	readonly target: string | null;
	/** The name of the sink in the ledger; null for those of a queue. */
	readonly sink: string | null;
	/** Attempts after which a message of the target is moved here; null unless it is the dead-letter queue of the target. */
	readonly maxReceiveCount: number | null;
}

export interface Installation {
	readonly stack: string;
	readonly partition: string;
	readonly account: string;
	readonly region: string;
	/** ISO 8601; null if AWS does not return it. */
	readonly createdAt: string | null;
	readonly ledgerTable: string;
	readonly notified: Notified;
	/** Name of the parameter. */
	readonly offSwitch: string;
	/** Null if the stack is without it. */
	readonly gate: InstalledGate | null;
	/** Hours between two sweeps. */
	readonly sweepHours: number;
	readonly rules: readonly InstalledRule[];
	readonly functions: readonly InstalledFunction[];
	readonly deadLetters: readonly InstalledDeadLetters[];
}

/** Finds an installation by its stack. Throws BadInputError if there is none, or if it cannot be read. */
export async function findInstallation(client: CloudFormationClient, stack: string): Promise<Installation> {
	const found = await readStack(client, stack).catch((error: unknown) => {
		if (!(error instanceof FailedCallError)) throw error;
		const check = "check the credentials and the Region (AWS_PROFILE, AWS_REGION)";
		throw new BadInputError(setupProblemOf(error) ?? `stack ${stack}: ${error.message}; ${check}`);
	});
	if (found === null) {
		const region = await client.config.region();
		throw new BadInputError(
			`there is no stack ${stack} in Region ${region} of this account; write its name with --stack, or set AWS_REGION or AWS_PROFILE`,
		);
	}
	return installationOf(stack, found);
}

/** What a stack says with its outputs. Throws BadInputError if one is missing. */
export function installationOf(stack: string, { arn, createdAt, outputs }: Stack): Installation {
	const at = (name: string): string => {
		const value = outputs[name];
		if (value === undefined || value === "") {
			throw new BadInputError(
				`stack ${stack} has no output ${name}; write the name of a stack of Shipshape with --stack, or deploy this version`,
			);
		}
		return value;
	};
	const [, partition = "", , region = "", account = ""] = arn.split(":");
	return {
		...{ stack, partition, account, region, createdAt },
		ledgerTable: at("LedgerTableName"),
		notified: notifiedBy(outputs, at),
		offSwitch: at("OffSwitchParameterName"),
		gate: gateIn(outputs),
		sweepHours: Number(at("SweepHours")),
		rules: rulesIn(at),
		functions: functionsIn(at, outputs),
		deadLetters: deadLettersIn(at),
	};
}

/** The value of an output of the stack. Throws BadInputError. */
type Output = (name: string) => string;

function rulesIn(at: Output): readonly InstalledRule[] {
	const ofRoutes = routes.flatMap((entry) => eventRulesOf(entry, at));
	const ofWorkers = (workers as readonly WorkerEntry[]).flatMap((entry) => eventRulesOf(entry, at));
	const schedules = (workers as readonly WorkerEntry[]).flatMap(({ construct, schedule }) =>
		schedule === undefined
			? []
			: {
					id: `${construct}${schedule.rule}`,
					name: at(`${construct}${schedule.rule}Name`),
					queue: at(`${construct}QueueUrl`),
					events: null,
				},
	);
	return [...ofRoutes, ...ofWorkers, ...schedules];
}

const eventRulesOf = ({ construct, events }: Pick<WorkerEntry, "construct" | "events">, at: Output) =>
	(events ?? []).map(({ folder, rule }) => ({
		id: `${construct}${rule}`,
		name: at(`${construct}${rule}Name`),
		queue: at(`${construct}QueueUrl`),
		events: { folder, deadLetters: at(`${construct}RuleDeadLetterQueueUrl`) },
	}));

function functionsIn(at: Output, outputs: Stack["outputs"]): readonly InstalledFunction[] {
	const functionOf = (entry: FunctionEntry, hasQueue: boolean, readsStream: boolean): InstalledFunction => ({
		construct: entry.construct,
		name: at(`${entry.construct}FunctionName`),
		queue: hasQueue ? at(`${entry.construct}QueueUrl`) : null,
		readsStream,
		pulls: entry.adapters.some((name) =>
			(adapterPermissions[name] as readonly Permission[]).some(({ action }) => action === pull),
		),
	});
	return [
		...[...routes, ...workers].map((entry) => functionOf(entry, true, false)),
		...sinks.map((entry) => functionOf(entry, hasQueue(entry), true)),
		// A stack may be without them.
		...[...hooks, ...endpoints]
			.filter(({ construct }) => outputs[`${construct}FunctionName`] !== undefined)
			.map((entry) => functionOf(entry, false, false)),
	];
}

/** ECR user guide, "Lifecycle policies": `lastRecordedPullTime` is that of the last BatchGetImage. */
const pull = "ecr:BatchGetImage";

function deadLettersIn(at: Output): readonly InstalledDeadLetters[] {
	const ofQueue = (construct: string, maxReceiveCount: number) => ({
		construct,
		kind: "queue" as const,
		url: at(`${construct}DeadLetterQueueUrl`),
		target: at(`${construct}QueueUrl`),
		sink: null,
		maxReceiveCount,
	});
	const ofRule = (construct: string): InstalledDeadLetters => {
		const [url, target] = [at(`${construct}RuleDeadLetterQueueUrl`), at(`${construct}QueueUrl`)];
		return { construct, kind: "rule", url, target, sink: null, maxReceiveCount: null };
	};
	return [
		...routes.flatMap(({ construct }) => [ofRule(construct), ofQueue(construct, maxReceiveCounts.routes)]),
		...workers.flatMap((entry) => [
			...("events" in entry ? [ofRule(entry.construct)] : []),
			ofQueue(entry.construct, maxReceiveCounts.workers),
		]),
		...sinks.flatMap((entry): InstalledDeadLetters[] => {
			const { construct, sink } = entry;
			const ofSink = { construct, target: null, sink, maxReceiveCount: null };
			return [
				...(hasQueue(entry) ? [ofQueue(construct, maxReceiveCounts.sinks)] : []),
				{ ...ofSink, kind: "undelivered", url: at(`${construct}UndeliveredQueueUrl`) },
				{ ...ofSink, kind: "given-up", url: at(`${construct}GivenUpQueueUrl`) },
			];
		}),
	];
}

const hasQueue = ({ environment }: SinkEntry): boolean => environment.includes("queueUrl");

/** The ARN of a queue in the account and Region of the stack. */
export function queueArnOf({ partition, region, account }: Installation, url: string): string {
	return `arn:${partition}:sqs:${region}:${account}:${new URL(url).pathname.split("/").at(-1)}`;
}

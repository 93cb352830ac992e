import type { Context } from "aws-lambda";
import type { ImagesToRead } from "../../adapters/ecr/read-container-images.ts";
import type { DeploymentInQuestion } from "../../adapters/ecs/read-rollback.ts";
import type { ServiceRevisionFacts } from "../../adapters/ecs/read-service-revision.ts";
import type { Control } from "../../core/control.ts";
import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { canBlock } from "../../core/judge.ts";
import type { BlockRecord } from "../../core/ledger.ts";
import { isUnresolved, type Reading, wasRead } from "../../core/reading.ts";
import { policyFor } from "../../core/scopes.ts";
import type { TaskDefinitionSubject } from "../../core/subject.ts";
import { beforeTimeIsUp, type TimeLimit, timeLimitOf } from "../batch.ts";
import { imageReader } from "../complete-facts.ts";
import type { Rules } from "../rules.ts";
import {
	allow,
	decideGate,
	decideUnread,
	type GateDecision,
	type GateFacts,
	type HookReply,
	switchedOff,
} from "./decide.ts";
import { parseHookRequest, shiftsBack } from "./request.ts";
import type { Examined, GateTelemetry } from "./telemetry.ts";

/** All but `timeUp` and `now` throw TryLaterError. */
export interface GatePorts {
	/** Null when there is none. */
	readonly readServiceRevision: (arn: string) => Promise<Reading<ServiceRevisionFacts | null>>;
	/** Null when there is no such revision. */
	readonly readDefinition: (
		subject: TaskDefinitionSubject,
		readAt: string,
		revision: number,
	) => Promise<TaskDefinitionFacts | null>;
	/** Adds what the registry says about the images. */
	readonly addImages: (
		facts: TaskDefinitionFacts,
		subject: TaskDefinitionSubject,
		more: ImagesToRead,
	) => Promise<TaskDefinitionFacts>;
	/** Whether ECS has given up the deployment. */
	readonly readRollback: (deployment: DeploymentInQuestion) => Promise<Reading<boolean>>;
	/** Has the outcome recorded with the family. */
	readonly sendRecord: (subject: TaskDefinitionSubject, record: BlockRecord) => Promise<void>;
	/** On task definitions. */
	readonly controls: readonly Control[];
	readonly rules: Rules;
	/** ISO 8601 with milliseconds. */
	readonly now: () => string;
	/** Resolves when no more than so many milliseconds of the invocation's time are left. */
	readonly timeUp: (context: Context, leftMs: number) => Promise<unknown>;
	readonly telemetry: GateTelemetry;
}

/** Left for the record when a decision takes too long, and then for the answer. */
const leftMs = { record: 5_000, reply: 1_500 } as const;

/**
 * The handler of a lifecycle hook: refuses a deployment that would run what the policy blocks. It always answers, because ECS rolls a
 * deployment back when a hook fails or does not answer: what could not be checked is decided by the policy's `onUnknown`.
 */
export function gate(ports: GatePorts): (input: unknown, context: Context) => Promise<HookReply> {
	const { policy } = ports.rules;
	return async (input, context) => {
		const examined: Examined = { request: null, family: null, revision: null };
		try {
			if (!policy.block.gate) return answer(switchedOff, examined, ports);
			const time = timeLimitOf(ports.timeUp(context, leftMs.record));
			const decision = await decide(input, examined, time, ports);
			await recordOutcome(decision, examined, timeLimitOf(ports.timeUp(context, leftMs.reply)), ports);
			return answer(decision, examined, ports);
		} finally {
			ports.telemetry.flush();
		}
	};
}

function answer(decision: GateDecision, examined: Examined, { telemetry }: GatePorts): HookReply {
	telemetry.decided(decision, examined);
	return decision.reply;
}

/** Never throws. */
async function decide(input: unknown, examined: Examined, time: TimeLimit, ports: GatePorts): Promise<GateDecision> {
	const { policy } = ports.rules;
	let decision: GateDecision;
	try {
		decision = await beforeTimeIsUp(time, () => examine(input, examined, ports));
	} catch (error) {
		ports.telemetry.failed("the deployment could not be checked", error, examined);
		decision = decideUnread(messageOf(error), examined.family?.family ?? null, policy);
	}
	const { request } = examined;
	if (request === null || (decision.reply.hookStatus === "SUCCEEDED" && decision.outcome === null)) return decision;
	try {
		const rollback = await beforeTimeIsUp(time, () => ports.readRollback(request));
		if (wasRead(rollback)) return rollback.value ? allow("ECS is not deploying the revision any more") : decision;
		ports.telemetry.failed("cannot tell whether the deployment is rolled back", rollback.unread, examined);
	} catch (error) {
		ports.telemetry.failed("cannot tell whether the deployment is rolled back", error, examined);
	}
	// In a rollback ECS only runs hooks in the stages in which traffic shifts, and there the weights have told.
	return decision;
}

async function examine(input: unknown, examined: Examined, ports: GatePorts): Promise<GateDecision> {
	const { controls, rules, now } = ports;
	const request = parseHookRequest(input);
	examined.request = request;
	if (shiftsBack(request)) return allow("traffic shifts back to the revision before");
	const { policy } = rules;
	const unread = (reason: string) => decideUnread(reason, examined.family?.family ?? null, policy);
	const readAt = now();
	const target = await ports.readServiceRevision(request.targetServiceRevisionArn);
	if (!wasRead(target)) return unread(target.unread);
	if (target.value === null) return unread("the service revision does not exist");
	const { family, revision, createdAt, platformVersions, digests } = target.value;
	const { partition, account, region } = request;
	const subject: TaskDefinitionSubject = { kind: "task-definition", partition, account, region, family };
	examined.family = subject;
	examined.revision = revision;
	const definition = await ports.readDefinition(subject, readAt, revision);
	if (definition === null) return unread(`revision ${revision} of ${family} does not exist`);
	if (isUnresolved(definition.containers)) return unread(definition.containers.unresolved);
	// The service revision says what a search of all services would.
	const ofService = { ...definition, platformVersions };
	const { controls: settings } = policyFor(policy, definition);
	const withRepositories = controls.some((one) => one.readsRepositories === true && canBlock(one, settings));
	const add = (facts: TaskDefinitionFacts) => ports.addImages(facts, subject, { digests, withRepositories });
	const { facts } = await imageReader({ addImages: add }, subject)(ofService);
	const gateFacts = { definition: facts, createdAt, foundByTag: containersFoundByTag(facts, digests) };
	return decideGate(gateFacts, { controls, policy }, now());
}

function containersFoundByTag(
	{ containers }: TaskDefinitionFacts,
	digests: ReadonlyMap<string, string>,
): GateFacts["foundByTag"] {
	if (isUnresolved(containers)) return [];
	return containers
		.filter(({ name, image }) => typeof image === "string" && !image.includes("@") && !digests.has(name))
		.map(({ name }) => name);
}

/** Never throws: the answer does not depend on the record. */
async function recordOutcome(
	{ outcome, because, reason }: GateDecision,
	examined: Examined,
	time: TimeLimit,
	{ now, sendRecord, telemetry }: GatePorts,
): Promise<void> {
	const { request, family, revision } = examined;
	if (outcome === null || request === null || family === null || revision === null) return;
	const resource = request.targetServiceRevisionArn;
	const record: BlockRecord = { action: "gate", resource, revision, because, at: now(), outcome, reason };
	try {
		await beforeTimeIsUp(time, () => sendRecord(family, record));
	} catch (error) {
		telemetry.failed("the outcome could not be recorded", error, examined);
	}
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

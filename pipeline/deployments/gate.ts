import type { Context } from "aws-lambda";
import type { DeploymentInQuestion } from "../../adapters/ecs/read-rollback.ts";
import type { OffSwitchReader } from "../../adapters/ssm/read-off-switch.ts";
import type { BlockRecord } from "../../core/block-record.ts";
import type { Control } from "../../core/control.ts";
import type { Policy } from "../../core/policy.ts";
import { type Reading, wasRead } from "../../core/reading.ts";
import type { TaskDefinitionSubject } from "../../core/subject.ts";
import type { OffSwitch } from "../../domain/blocks/off-switch.ts";
import { beforeTimeIsUp, type TimeLimit, timeLimitOf } from "../batch.ts";
import type { Rules } from "../rules.ts";
import { allow, type DeploymentDecision, decideDeployment, decideUnread } from "./decide.ts";
import { canBeOverridden, overrideDeployment } from "./override.ts";
import { type DeploymentReadPorts, readDeployment } from "./read.ts";
import { type HookReply, replyOf } from "./reply.ts";
import { parseHookRequest, shiftsBack } from "./request.ts";
import type { ExaminedRequest, GateTelemetry } from "./telemetry.ts";

/** All but `timeUp` and `now` throw TryLaterError. */
export interface GatePorts extends DeploymentReadPorts {
	/** Whether ECS has given up the deployment. */
	readonly readRollback: (deployment: DeploymentInQuestion) => Promise<Reading<boolean>>;
	readonly offSwitch: OffSwitchReader;
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
		const examined: ExaminedRequest = { request: null, family: null, revision: null };
		try {
			if (isOff(policy)) return answer(allow("the policy's block.gate is false"), examined, ports);
			const time = timeLimitOf(ports.timeUp(context, leftMs.record));
			const decision = await decide(input, examined, time, ports);
			await recordOutcome(decision, examined, timeLimitOf(ports.timeUp(context, leftMs.reply)), ports);
			return answer(decision, examined, ports);
		} finally {
			ports.telemetry.flush();
		}
	};
}

/** Everywhere, so nothing has to be read. */
const isOff = ({ block, scopes }: Policy): boolean =>
	!block.gate && !scopes.some((scope) => scope.block?.gate === true);

function answer(decision: DeploymentDecision, examined: ExaminedRequest, { telemetry }: GatePorts): HookReply {
	const reply = replyOf(decision);
	telemetry.decided(decision, reply, examined);
	return reply;
}

/** Never throws. */
async function decide(
	input: unknown,
	examined: ExaminedRequest,
	time: TimeLimit,
	ports: GatePorts,
): Promise<DeploymentDecision> {
	let decision: DeploymentDecision;
	try {
		decision = await beforeTimeIsUp(time, () => examine(input, examined, ports));
	} catch (error) {
		ports.telemetry.failed("the deployment could not be checked", error, examined);
		decision = unread(messageOf(error), examined, ports);
	}
	const [isOver, overridden] = await Promise.all([
		isRolledBack(decision, examined, time, ports),
		overrideByOffSwitch(decision, examined, time, ports),
	]);
	return isOver ? allow("ECS is not deploying the revision any more") : overridden;
}

/** Only read if it matters. Never throws. */
async function isRolledBack(
	{ kind, outcome }: DeploymentDecision,
	examined: ExaminedRequest,
	time: TimeLimit,
	{ readRollback, telemetry }: GatePorts,
): Promise<boolean> {
	const { request } = examined;
	if (request === null || (kind === "allow" && outcome === null)) return false;
	const failed = (error: unknown) =>
		telemetry.failed("cannot tell whether the deployment is rolled back", error, examined);
	try {
		const rollback = await beforeTimeIsUp(time, () => readRollback(request));
		if (wasRead(rollback)) return rollback.value;
		failed(rollback.unread);
	} catch (error) {
		failed(error);
	}
	// In a rollback ECS only runs hooks in the stages in which traffic shifts, and there the weights have told.
	return false;
}

/** Only read if it matters. Never throws. */
async function overrideByOffSwitch(
	decision: DeploymentDecision,
	examined: ExaminedRequest,
	time: TimeLimit,
	{ offSwitch, telemetry }: GatePorts,
): Promise<DeploymentDecision> {
	if (!canBeOverridden(decision)) return decision;
	const { name } = offSwitch;
	let says: OffSwitch["says"];
	try {
		says = await beforeTimeIsUp(time, () => offSwitch.read());
	} catch (error) {
		says = { unread: messageOf(error) };
	}
	if (!wasRead(says)) telemetry.failed("cannot tell whether the off switch is audit", says.unread, examined);
	return overrideDeployment(decision, { name, says });
}

async function examine(input: unknown, examined: ExaminedRequest, ports: GatePorts): Promise<DeploymentDecision> {
	const { controls, rules, now } = ports;
	const request = parseHookRequest(input);
	examined.request = request;
	if (shiftsBack(request)) return allow("traffic shifts back to the revision before");
	const terms = { controls, policy: rules.policy, action: "gate" } as const;
	const facts = await readDeployment(request, examined, { ...terms, readAt: now() }, ports);
	return wasRead(facts)
		? decideDeployment(facts.value, { ...terms, now: now() })
		: unread(facts.unread, examined, ports);
}

const unread = (reason: string, { request, family }: ExaminedRequest, { rules, now }: GatePorts): DeploymentDecision =>
	decideUnread(reason, { target: request, family }, { policy: rules.policy, now: now() });

/** Never throws: the answer does not depend on the record. */
async function recordOutcome(
	{ outcome, because, reason }: DeploymentDecision,
	examined: ExaminedRequest,
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

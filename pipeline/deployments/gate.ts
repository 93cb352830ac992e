import type { Context } from "aws-lambda";
import type { DeploymentInQuestion } from "../../adapters/ecs/read-ending.ts";
import type { OffSwitchReader } from "../../adapters/ssm/read-off-switch.ts";
import type { BlockRecord } from "../../core/block-record.ts";
import type { Control } from "../../core/control.ts";
import { messageOf, TryLaterError } from "../../core/errors.ts";
import { type Reading, wasRead } from "../../core/reading.ts";
import type { ServiceSubject, TaskDefinitionSubject } from "../../core/subject.ts";
import { isOffEverywhere } from "../../domain/blocks/decide.ts";
import { describeUnreadSwitch } from "../../domain/blocks/off-switch.ts";
import { beforeTimeIsUp, type TimeLimit, timeLimitOf } from "../batch.ts";
import { hookLeftMs } from "../hook-time.ts";
import { readOffSwitch } from "../read-off-switch.ts";
import type { Rules } from "../rules.ts";
import { allow, type DeploymentDecision, decideDeployment, isFailedCheck, waitFor } from "./decide.ts";
import { canBeOverridden, overrideDeployment } from "./override.ts";
import { createdSince, type DeploymentReadPorts, readDeployment, recordedWith } from "./read.ts";
import { type HookReply, replyOf } from "./reply.ts";
import { parseHookRequest, shiftsBack } from "./request.ts";
import type { ExaminedRequest, GateTelemetry } from "./telemetry.ts";
import { decideUnread } from "./unread.ts";
import { detailsToKeep, waitingTimes } from "./wait.ts";

/** All but `timeUp` and `now` throw TryLaterError. */
export interface GatePorts extends DeploymentReadPorts {
	/** Whether ECS does not go forward with the deployment any more. */
	readonly readEnding: (deployment: DeploymentInQuestion) => Promise<Reading<boolean>>;
	readonly offSwitch: OffSwitchReader;
	/** Has the outcome recorded with the family; with the service, if the family is unknown. */
	readonly sendRecord: (subject: TaskDefinitionSubject | ServiceSubject, record: BlockRecord) => Promise<void>;
	/** On task definitions. */
	readonly controls: readonly Control[];
	readonly rules: Rules;
	/** ISO 8601 with milliseconds. */
	readonly now: () => string;
	/** From 0 up to 1. */
	readonly random: () => number;
	/** Resolves when no more than so many milliseconds of the invocation's time are left. */
	readonly timeUp: (context: Context, leftMs: number) => Promise<unknown>;
	readonly telemetry: GateTelemetry;
}

/**
 * The handler of a lifecycle hook: refuses a deployment that would run what the policy blocks. It always answers, because ECS rolls a
 * deployment back when a hook fails or does not answer. While AWS does not respond, the deployment waits; what can then not be checked is
 * decided by the policy's `onUnknown`.
 */
export function gate(ports: GatePorts): (input: unknown, context: Context) => Promise<HookReply> {
	const { policy } = ports.rules;
	const waitingSince = waitingTimes();
	return async (input, context) => {
		const examined: ExaminedRequest = { request: null, family: null, revision: null };
		// The time for which AWS is read counts as well.
		const askedAt = ports.now();
		const gated: Gated = {
			examined,
			waitingSince: ({ request, createdAt = null }) =>
				request === null ? askedAt : waitingSince(request, createdAt, askedAt),
		};
		try {
			if (isOffEverywhere(policy, "gate")) return answer(allow("the policy's block.gate is false"), gated, ports);
			const time = timeLimitOf(ports.timeUp(context, hookLeftMs.record));
			const decision = await decide(input, gated, time, ports);
			await recordOutcome(decision, examined, timeLimitOf(ports.timeUp(context, hookLeftMs.reply)), ports);
			return answer(decision, gated, ports);
		} finally {
			ports.telemetry.flush();
		}
	};
}

/** One question of ECS. */
interface Gated {
	readonly examined: ExaminedRequest;
	/** ISO 8601. */
	readonly waitingSince: (examined: ExaminedRequest) => string;
}

function answer(decision: DeploymentDecision, { examined, waitingSince }: Gated, { telemetry }: GatePorts): HookReply {
	const { request } = examined;
	const reply = replyOf(decision, request === null ? {} : detailsToKeep(request, waitingSince(examined)));
	telemetry.decided(decision, reply, examined);
	return reply;
}

/** Never throws. */
async function decide(input: unknown, gated: Gated, time: TimeLimit, ports: GatePorts): Promise<DeploymentDecision> {
	const { examined } = gated;
	let decision: DeploymentDecision;
	try {
		decision = await beforeTimeIsUp(time, () => examine(input, gated, ports));
	} catch (error) {
		// All the time is spent on reading AWS, so running out of it is an answer that AWS did not give in time.
		const mayRespond = error instanceof TryLaterError;
		decision = unread(messageOf(error), mayRespond, gated, ports);
		if (!mayRespond || isFailedCheck(decision))
			ports.telemetry.failed("the deployment could not be checked", error, examined);
	}
	const [isEnded, overridden] = await Promise.all([
		hasEnded(decision, examined, time, ports),
		applyOffSwitch(decision, gated, time, ports),
	]);
	return isEnded ? allow("ECS is not deploying the revision any more") : overridden;
}

/**
 * A late request may be about a deployment that has ended in any way: there is nothing to refuse. Only read if it matters. Never throws.
 */
async function hasEnded(
	{ kind, outcome, awaits }: DeploymentDecision,
	examined: ExaminedRequest,
	time: TimeLimit,
	{ readEnding, now, telemetry }: GatePorts,
): Promise<boolean> {
	const { request } = examined;
	// One more call would only add to the throttling; the next request is asked about again.
	if (request === null || awaits === "aws" || (kind === "allow" && outcome === null)) return false;
	const failed = (error: unknown) => telemetry.failed("cannot tell whether the deployment has ended", error, examined);
	try {
		const since = createdSince(examined, now());
		const ending = await beforeTimeIsUp(time, () => readEnding({ ...request, since }));
		if (wasRead(ending)) return ending.value;
		failed(ending.unread);
	} catch (error) {
		failed(error);
	}
	// In a rollback ECS only runs hooks in the stages in which traffic shifts, and there the weights have told.
	return false;
}

/** Only read if it matters. While it cannot be read, the deployment waits, then the policy's `onUnknown` decides. Never throws. */
async function applyOffSwitch(
	decision: DeploymentDecision,
	gated: Gated,
	time: TimeLimit,
	ports: GatePorts,
): Promise<DeploymentDecision> {
	if (!canBeOverridden(decision)) return decision;
	const { says, name, mayRespond } = await readOffSwitch(ports.offSwitch, time);
	// A wait goes on: it is read again with the next request.
	if (!wasRead(says) && decision.kind === "refuse") {
		const why = `${describeUnreadSwitch(name, says.unread)}; ${decision.reason}`;
		// Since when a malformed request waits is unknown, so it would wait for ever.
		const mayWait = mayRespond === true && gated.examined.request !== null;
		const waiting = mayWait ? waitFor("aws", why, decision.because, timesOf(gated, ports)) : null;
		if (waiting !== null) return waiting;
		ports.telemetry.failed("cannot tell whether the off switch is audit", says.unread, gated.examined);
	}
	return overrideDeployment(decision, { name, says });
}

async function examine(input: unknown, gated: Gated, ports: GatePorts): Promise<DeploymentDecision> {
	const { controls, rules, now } = ports;
	const { examined } = gated;
	const request = parseHookRequest(input);
	examined.request = request;
	if (shiftsBack(request)) return allow("traffic shifts back to the revision before");
	const terms = { controls, policy: rules.policy, action: "gate" } as const;
	const facts = await readDeployment(request, examined, { ...terms, readAt: now() }, ports);
	return wasRead(facts)
		? decideDeployment(facts.value, { ...terms, ...timesOf(gated, ports) })
		: unread(facts.unread, facts.isMissing === true, gated, ports);
}

const timesOf = ({ examined, waitingSince }: Gated, { now, random }: GatePorts) => {
	return { now: now(), since: waitingSince(examined), spread: random() };
};

function unread(reason: string, mayRespond: boolean, gated: Gated, ports: GatePorts): DeploymentDecision {
	const { request: target, family } = gated.examined;
	const { policy } = ports.rules;
	return decideUnread(reason, { target, family, mayRespond }, { policy, action: "gate", ...timesOf(gated, ports) });
}

/** Never throws: the answer does not depend on the record. */
async function recordOutcome(
	{ outcome, because, reason }: DeploymentDecision,
	examined: ExaminedRequest,
	time: TimeLimit,
	{ now, sendRecord, telemetry }: GatePorts,
): Promise<void> {
	const { request } = examined;
	if (outcome === null || request === null) return;
	const { targetServiceRevisionArn: resource, partition, account, region, cluster, service: name } = request;
	const { subject, revision } = recordedWith(examined, { kind: "service", partition, account, region, cluster, name });
	const record: BlockRecord = { action: "gate", resource, revision, because, at: now(), outcome, reason };
	try {
		await beforeTimeIsUp(time, () => sendRecord(subject, record));
	} catch (error) {
		telemetry.failed("the outcome could not be recorded", error, examined);
	}
}

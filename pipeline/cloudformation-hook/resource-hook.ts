import type { Context } from "aws-lambda";
import type { OffSwitchReader } from "../../adapters/ssm/read-off-switch.ts";
import type { BlockRecord } from "../../core/block-record.ts";
import type { Control } from "../../core/control.ts";
import { messageOf } from "../../core/errors.ts";
import type { Policy } from "../../core/policy.ts";
import { policyFor } from "../../core/scopes.ts";
import type { TaskDefinitionSubject } from "../../core/subject.ts";
import { formatForDisplay } from "../../core/text.ts";
import { isOffEverywhere } from "../../domain/blocks/decide.ts";
import { overrideBlock } from "../../domain/blocks/off-switch.ts";
import { beforeTimeIsUp, type TimeLimit, timeLimitOf } from "../batch.ts";
import { hookLeftMs } from "../hook-time.ts";
import { readOffSwitch } from "../read-off-switch.ts";
import type { Rules } from "../rules.ts";
import { type ProposedResource, proposedResource } from "./facts.ts";
import {
	action,
	allow,
	answerTo,
	type JudgedResource,
	judgeResource,
	judgeUnread,
	type ResourceDecision,
} from "./judge.ts";
import { type ResourceReply, replyTo } from "./reply.ts";
import { parseResourceRequest, type ReplyTerms, type ResourceRequest, replyTermsOf } from "./request.ts";
import type { ResourceHookTelemetry } from "./telemetry.ts";

export interface ResourceHookPorts {
	/** Called only before something is refused. */
	readonly offSwitch: OffSwitchReader;
	/** Has the outcome recorded with the family. Throws TryLaterError. */
	readonly sendRecord: (subject: TaskDefinitionSubject, record: BlockRecord) => Promise<void>;
	/** On task definitions and repositories, which their properties decide. */
	readonly controls: readonly Control[];
	readonly rules: Rules;
	/** ISO 8601 with milliseconds. */
	readonly now: () => string;
	/** Resolves when no more than so many milliseconds of the invocation's time are left. */
	readonly timeUp: (context: Context, leftMs: number) => Promise<unknown>;
	readonly telemetry: ResourceHookTelemetry;
}

/** What is known of a request so far. */
interface Examined {
	request: ResourceRequest | null;
	resource: ProposedResource | null;
	/** Of the resource itself. */
	policy: Policy | null;
}

/**
 * The handler of a Lambda hook: refuses a resource that the policy blocks. It always answers, because the hook's failure mode would decide
 * if it did not: what could not be checked is decided by the policy's `onUnknown`.
 */
export function resourceHook(ports: ResourceHookPorts): (input: unknown, context: Context) => Promise<ResourceReply> {
	const { policy } = ports.rules;
	return async (input, context) => {
		const terms = replyTermsOf(input);
		const examined: Examined = { request: null, resource: null, policy: null };
		try {
			if (isOffEverywhere(policy, action)) {
				return answer(allow("the policy's block.cloudformation-hook is false"), terms, examined, ports);
			}
			const time = timeLimitOf(ports.timeUp(context, hookLeftMs.record));
			const decision = await decide(input, examined, time, ports);
			await recordOutcome(decision, terms, examined, timeLimitOf(ports.timeUp(context, hookLeftMs.reply)), ports);
			return answer(decision, terms, examined, ports);
		} finally {
			ports.telemetry.flush();
		}
	};
}

function answer(
	decision: ResourceDecision,
	terms: ReplyTerms,
	{ request }: Examined,
	{ telemetry }: ResourceHookPorts,
): ResourceReply {
	telemetry.decided(decision, request);
	return replyTo(terms, decision);
}

/** Never throws. */
async function decide(
	input: unknown,
	examined: Examined,
	time: TimeLimit,
	ports: ResourceHookPorts,
): Promise<ResourceDecision> {
	const judged = examine(input, examined, ports);
	if ("hookStatus" in judged) return judged;
	const { logicalId, type } = examined.request ?? { logicalId: "the resource", type: "of an unknown type" };
	const name = `${formatForDisplay(logicalId)} (${type})`;
	if (judged.decision.kind !== "block") return answerTo(judged.decision, judged, name);
	const offSwitch = await readOffSwitch(ports.offSwitch, time);
	return answerTo(overrideBlock(judged.decision, offSwitch, judged.policy), judged, name);
}

/** Never throws. */
function examine(
	input: unknown,
	examined: Examined,
	{ controls, rules: { policy }, now, telemetry }: ResourceHookPorts,
): JudgedResource | ResourceDecision {
	const at = now();
	try {
		const request = parseResourceRequest(input);
		if ("notJudged" in request) return allow(request.notJudged);
		examined.request = request;
		const resource = proposedResource(request, at);
		examined.resource = resource;
		const own = policyFor(policy, resource.facts);
		examined.policy = own;
		return judgeResource(resource, { controls, policy, own }, at);
	} catch (error) {
		telemetry.failed("the resource could not be checked", error, examined.request);
		return judgeUnread(messageOf(error), examined.resource, examined.policy ?? policy, at);
	}
}

/** Only with a family whose name is known. Never throws: the answer does not depend on the record. */
async function recordOutcome(
	{ outcome, because, reason }: ResourceDecision,
	{ clientRequestToken }: ReplyTerms,
	{ request, resource }: Examined,
	time: TimeLimit,
	{ now, sendRecord, telemetry }: ResourceHookPorts,
): Promise<void> {
	const subject = resource?.subject ?? null;
	if (outcome === null || request === null || subject?.kind !== "task-definition") return;
	// There is no revision yet. The token tells the attempts to provision the same resource apart.
	const at = now();
	const named = [request.stackId ?? "cloud-control", request.logicalId, clientRequestToken ?? at].join("/");
	const record: BlockRecord = { action, resource: named, revision: 0, because, at, outcome, reason };
	try {
		await beforeTimeIsUp(time, () => sendRecord(subject, record));
	} catch (error) {
		telemetry.failed("the outcome could not be recorded", error, request);
	}
}

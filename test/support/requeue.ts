import { attemptOf, nextRequeueDelay } from "../../adapters/sqs/requeue.ts";
import { defaultPolicy } from "../../controls/default-policy.ts";
import scanned from "../../controls/image/scanned.ts";
import { settingsOf } from "../../core/policy.ts";
import type { RoutePorts } from "../../pipeline/route.ts";
import type { ReceivedMessage } from "./dead-letters.ts";

/** A route's own queue without SQS, held to the same contract as the wired one: test/contracts/requeue.ts. */
export class RequeueInMemory {
	/** Seconds since the start; advancing it ends delays. */
	seconds = 0;
	readonly #sent: { readonly message: ReceivedMessage; readonly visibleAt: number }[] = [];

	readonly requeue: RoutePorts["requeue"] = async ({ body, messageAttributes }, awaited) => {
		const { scanWait } = settingsOf(defaultPolicy.controls, scanned);
		const delays = awaited.flatMap(({ since, readAt }) => nextRequeueDelay(since, readAt, scanWait) ?? []);
		if (delays.length === 0) return null;
		const delay = Math.min(...delays);
		const attributes = { attempt: String(attemptOf(messageAttributes) + 1) };
		this.#sent.push({ message: { body, attributes }, visibleAt: this.seconds + delay });
		return delay;
	};

	/** The messages that can be received now. */
	received(): readonly ReceivedMessage[] {
		return this.#sent.flatMap(({ message, visibleAt }) => (visibleAt <= this.seconds ? message : []));
	}
}

import type { DeadLetter, DeadLetters } from "../../adapters/sqs/dead-letters.ts";
import { TryLaterError } from "../../core/errors.ts";
import { toSingleLine, truncate } from "../../core/text.ts";

/** A message as a reader of a queue receives it: its body and its text attributes. */
export interface ReceivedMessage {
	readonly body: string;
	readonly attributes: Readonly<Record<string, string>>;
}

interface Claim {
	isSent: boolean;
	readonly claimedAt: number;
	readonly expiresAt: number;
}

const leaseMs = 30_000;
const rememberedSeconds = 15 * 86_400;
const maxMessageBytes = 1_048_576;
const maxReasonBytes = 1_024;

/** Dead letters without SQS, held to the same contract as the adapter: test/contracts/dead-letters.ts. */
export class DeadLettersInMemory implements DeadLetters {
	readonly received: ReceivedMessage[] = [];
	/** SQS does not answer. */
	isDown = false;
	readonly #claims = new Map<string, Claim>();
	readonly #now: () => string;

	constructor(now: () => string) {
		this.#now = now;
	}

	/** `pause`: a call takes time, in which another caller can intervene or this one can end. */
	async send(
		{ messageId, originalId = messageId, body, reason }: DeadLetter,
		pause: () => Promise<void> = () => new Promise(setImmediate),
	): Promise<"sent" | "already there"> {
		const receivedAt = this.#now();
		const claimedAt = Date.parse(receivedAt);
		const known = this.#claims.get(messageId);
		if (known?.isSent === true) return "already there";
		if (known !== undefined && known.claimedAt >= claimedAt - leaseMs) throw new TryLaterError("it is being sent");
		const claim = { isSent: false, claimedAt, expiresAt: Math.floor(claimedAt / 1_000) + rememberedSeconds };
		this.#claims.set(messageId, claim);
		await pause();
		if (this.isDown) throw new TryLaterError("sqs:SendMessage did not answer");
		const attributes = { reason: reasonOf(reason), messageId: originalId, receivedAt };
		this.received.push({ body, attributes: fits(body, attributes) ? attributes : {} });
		// The letter is in the queue: that this cannot be recorded must not lead to another one.
		await pause().then(
			() => {
				claim.isSent = true;
			},
			() => undefined,
		);
		return "sent";
	}

	/** Like DynamoDB's time to live: deletes what expired before a time, in epoch seconds. */
	async expire(at: number): Promise<void> {
		for (const [id, { expiresAt }] of this.#claims) if (expiresAt < at) this.#claims.delete(id);
	}
}

function reasonOf(reason: string): string {
	let text = toSingleLine(reason).replace(/[\ufffe\uffff]/g, " ") || "no reason given";
	for (let length = maxReasonBytes; Buffer.byteLength(text) > maxReasonBytes; length -= 16)
		text = truncate(text, length);
	return text;
}

/** SQS also counts the names, types and values of attributes. */
function fits(body: string, attributes: Readonly<Record<string, string>>): boolean {
	const texts = Object.entries(attributes).flatMap(([name, value]) => [name, "String", value]);
	return Buffer.byteLength([body, ...texts].join("")) <= maxMessageBytes;
}

import type { BlockRecord } from "../../core/ledger.ts";
import { truncate } from "../../core/text.ts";
import { serviceOfGate } from "../security-hub/block-sentence.ts";
import { escapeInline, formatCode } from "./escape-text.ts";

/* What a message says of a decision of the gate about a deployment; the rest of a message is the same for every block. */

const maxService = 120;

/** Not escaped yet. `name`: of the family. */
export function gateHeadline(block: BlockRecord, name: string): string {
	const what = `${name}, revision ${block.revision}, to service ${truncate(serviceOfGate(block), maxService)}`;
	switch (block.outcome) {
		case "done":
			return `⛔ Deploy refused: ${what}`;
		case "would-have":
			return `🟠 Deploy would have been refused: ${what}`;
		case "failed":
			return `🔴 Deploy not checked: ${what}`;
		default:
			return `🟠 Deploy not refused (protected): ${what}`;
	}
}

/** In Slack's markup. `why`: because of which controls, in markup; may be empty. */
export function gateSentence(block: BlockRecord, why: string): string {
	const deployment = `the deployment of revision ${block.revision} to service ${formatCode(serviceOfGate(block), maxService)}`;
	switch (block.outcome) {
		case "done":
			return `*Deploy refused.* The gate refused ${deployment}${why}. ECS rolls it back, and shows only that a hook failed.`;
		case "would-have":
			return `*Deploy would have been refused.* The policy's mode is audit: ${deployment} goes on, but the gate would have refused it${why}.`;
		case "failed":
			return `*Deploy not checked.* The gate could not check ${deployment}${why}, which goes on.`;
		default:
			return `*Deploy not refused.* The gate would have refused ${deployment}${why}.`;
	}
}

/** For notifications and screen readers. */
export function gateLine(block: BlockRecord): string {
	const outcomes = {
		done: "was refused by the gate",
		"would-have": "would have been refused by the gate (audit mode)",
		failed: "could not be checked by the gate and goes on",
		gone: "is over",
		protected: "was not refused by the gate (protected family)",
	} as const;
	const service = escapeInline(serviceOfGate(block), maxService);
	return `the deployment of revision ${block.revision} to service ${service} ${outcomes[block.outcome]}`;
}

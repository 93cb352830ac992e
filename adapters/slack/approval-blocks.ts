import type { ActionsBlock, Button } from "@slack/types";
import type { BlockRecord } from "../../core/block-record.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { type AnswerKind, waitingKeyOf } from "../../domain/approvals/waiting.ts";
import { actionIdOf } from "./approval-ids.ts";

/** Slack's limit for the value of a button (Block Kit reference, button element). */
const maxValue = 2_000;

/**
 * The buttons of a message about a deployment that is left to a person; null for any other block. The value says where to look in the
 * ledger, and decides nothing.
 */
export function approvalActions(block: BlockRecord, entry: Pick<LedgerEntry, "arn">): ActionsBlock | null {
	const key = waitingKeyOf(block, entry);
	const value = JSON.stringify(key);
	if (key === null || value.length > maxValue) return null;
	const button = (answer: AnswerKind, text: string, style: NonNullable<Button["style"]>): Button => ({
		...{ type: "button", action_id: actionIdOf(answer), value, style },
		text: { type: "plain_text", text, emoji: false },
	});
	return { type: "actions", elements: [button("approve", "Approve", "primary"), button("refuse", "Refuse", "danger")] };
}

import type { BlockAction, BlockRecord } from "../../core/block-record.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { formatList, truncate } from "../../core/text.ts";
import { isAboutDeployment, outcomeOf, placeOfBlock, targetOf } from "../../domain/blocks/words.ts";
import { activeRevisionOf } from "../security-hub/block-sentence.ts";
import { escapeInline, formatCode } from "./escape-text.ts";

/* What a message says of an attempt to block; the rest of a message is the same for every block. */

/** A headline in parts, none of which is escaped. */
export interface HeadlineParts {
	readonly mark: string;
	/** What happened, around the subject's name. */
	readonly before: string;
	readonly name: string;
	readonly after: string;
}

const [maxPlace, maxControls, maxControl] = [120, 10, 100];

/** After "Deploy", in a headline. */
const participles: Readonly<Record<BlockAction, string>> = {
	deregister: "blocked",
	tag: "blocked",
	gate: "refused",
	pause: "rolled back",
	"stop-deployment": "stopped",
	"set-back": "set back",
	"cloudformation-hook": "refused",
};

function shortOutcome({ action, outcome, unchecked }: BlockRecord): {
	readonly mark: string;
	readonly text: string;
} {
	const participle = participles[action];
	switch (outcome) {
		case "done":
			return { mark: "⛔", text: `Deploy ${participle}` };
		case "would-have":
			return { mark: "🟠", text: `Deploy would have been ${participle}` };
		case "failed":
			return {
				mark: "🔴",
				text:
					unchecked === true || ["gate", "cloudformation-hook"].includes(action)
						? "Deploy not checked"
						: "Block failed",
			};
		case "gone":
			return { mark: "⚪", text: "Nothing to block" };
		case "protected":
			return { mark: "🟠", text: `Deploy not ${participle} (protected)` };
		case "not-possible":
			if (action === "pause") return { mark: "🟠", text: "Deploy waits for your decision" };
			return { mark: "🔴", text: `Deploy cannot be ${participle}` };
		case "overridden":
			return { mark: "🟠", text: `Deploy not ${participle} (overridden)` };
	}
}

/** Not escaped yet. Of a revision that was deregistered it says that, and what is active instead. */
export function blockHeadline(block: BlockRecord, entry: LedgerEntry): Omit<HeadlineParts, "name"> {
	const { mark, text } = shortOutcome(block);
	const place = truncate(placeOfBlock(block), maxPlace);
	if (isDeregistered(block)) {
		const active = activeRevision(entry);
		return { mark, before: `Revision ${block.revision} deregistered: `, after: active === "" ? "" : ` (${active})` };
	}
	const before = `${text}: `;
	if (block.action === "cloudformation-hook") return { mark, before, after: `, as ${place}` };
	if (block.revision === 0) return { mark, before, after: "" };
	const service = isAboutDeployment(block) ? `, to service ${place}` : "";
	return { mark, before, after: `, revision ${block.revision}${service}` };
}

const isDeregistered = ({ action, outcome }: BlockRecord): boolean => action === "deregister" && outcome === "done";

/** What is active after a revision was deregistered, as a clause; empty if that is unknown. Not escaped yet. */
function activeRevision(entry: LedgerEntry): string {
	const revision = activeRevisionOf(entry);
	if (revision === undefined) return "";
	return revision === "none" ? "no revision is active" : `revision ${truncate(revision, 20)} is active`;
}

/** What ECS shows of it, or does next. */
const remarks: Partial<Readonly<Record<BlockAction, string>>> = {
	gate: " ECS rolls it back, and shows only that a hook failed.",
	pause: " ECS shows only that it was rolled back.",
	"stop-deployment": " ECS shows only that it was stopped.",
	"cloudformation-hook": " CloudFormation shows the reason as well.",
};

/** Nothing was done, for another reason than the controls that fail. */
const inactions: readonly BlockRecord["outcome"][] = ["protected", "not-possible", "overridden"];

/** In Slack's markup. */
export function blockText(block: BlockRecord, entry: LedgerEntry): string {
	const controls = block.because.map((control) => formatCode(control, maxControl));
	const why = becauseOf(block, formatList(controls, maxControls));
	const target = targetOf(block, formatCode(placeOfBlock(block), maxPlace));
	const remark = block.outcome === "done" ? (remarks[block.action] ?? "") : "";
	const active = isDeregistered(block) ? escapeInline(activeRevision(entry), maxPlace) : "";
	const sentences = [`*${shortOutcome(block).text}.* ${capitalized(target)} ${outcomeOf(block)}${why}.${remark}`];
	return [...sentences, ...(active === "" ? [] : [`${capitalized(active)}.`])].join(" ");
}

const capitalized = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const becauseOf = ({ outcome }: BlockRecord, controls: string): string =>
	controls === "" ? "" : ` ${inactions.includes(outcome) ? "although it fails" : "because of"} ${controls}`;

/** A phone shows only the first lines of a notification. */
const [maxNamed, maxWhy] = [3, 300];

/** For notifications and screen readers: what happened, and why. */
export function blockLine(block: BlockRecord): string {
	const { because, reason } = block;
	const target = targetOf(block, escapeInline(placeOfBlock(block), maxPlace));
	const controls = escapeInline(formatList(because, maxNamed), maxWhy);
	const why = reason === undefined ? "" : `: ${escapeInline(reason, maxWhy)}`;
	return `${target} ${outcomeOf(block)}${becauseOf(block, controls)}${why}`;
}

import type { BlockAction, BlockRecord } from "../../core/block-record.ts";
import { formatList, truncate } from "../../core/text.ts";
import { isAboutDeployment, outcomeOf, placeOfBlock, targetOf } from "../../domain/blocks/words.ts";
import { escapeInline, formatCode } from "./escape-text.ts";

/* What a message says of an attempt to block; the rest of a message is the same for every block. */

const maxPlace = 120;

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

/** Not escaped yet. `name`: of the family, or of the service if the revision is unknown. */
export function blockHeadline(block: BlockRecord, name: string): string {
	const { mark, text } = shortOutcome(block);
	const place = truncate(placeOfBlock(block), maxPlace);
	if (block.action === "cloudformation-hook") return `${mark} ${text}: ${name}, as ${place}`;
	if (block.revision === 0) return `${mark} ${text}: ${name}`;
	const service = isAboutDeployment(block) ? `, to service ${place}` : "";
	return `${mark} ${text}: ${name}, revision ${block.revision}${service}`;
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

/** In Slack's markup. `controls`: those that fail, in markup; may be empty. */
export function blockText(block: BlockRecord, controls: readonly string[]): string {
	const why = becauseOf(block, controls.join(", "));
	const target = targetOf(block, formatCode(placeOfBlock(block), maxPlace));
	const remark = block.outcome === "done" ? (remarks[block.action] ?? "") : "";
	return `*${shortOutcome(block).text}.* ${target.charAt(0).toUpperCase()}${target.slice(1)} ${outcomeOf(block)}${why}.${remark}`;
}

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

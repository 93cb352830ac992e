import { truncate } from "../core/text.ts";
import { formatCount } from "./format.ts";
import type { BlockedRecord } from "./model.ts";

/** What the report says of an action. */
interface ActionWords {
	readonly one: string;
	readonly many: string;
	/** After "was". */
	readonly participle: string;
	/** On its own. */
	readonly done: string;
	/** A failed attempt means that it was not checked, not that the block failed. */
	readonly isCheck?: true;
}

const revision = { one: "revision", many: "revisions" } as const;
const deployment = { one: "deployment", many: "deployments" } as const;
const deregistered: ActionWords = { ...revision, participle: "blocked", done: "Blocked" };

const actions: ReadonlyMap<string, ActionWords> = new Map<string, ActionWords>([
	["deregister", deregistered],
	["tag", { ...revision, participle: "tagged", done: "Blocked by a tag" }],
	["gate", { ...deployment, participle: "refused", done: "Deployment refused", isCheck: true }],
	["pause", { ...deployment, participle: "rolled back", done: "Rolled back while it was paused" }],
	["stop-deployment", { ...deployment, participle: "stopped", done: "Deployment stopped" }],
	["set-back", { one: "service", many: "services", participle: "set back", done: "Service set back" }],
	[
		"cloudformation-hook",
		{
			...{ one: "CloudFormation resource", many: "CloudFormation resources" },
			...{ participle: "refused", done: "Refused by the CloudFormation hook", isCheck: true },
		},
	],
]);

/** All that can fail is the check, or nothing but the check has failed. */
const isCheck = ({ action, unchecked }: Pick<BlockedRecord, "action" | "unchecked">): boolean =>
	unchecked === true || actions.get(action)?.isCheck === true;

/** The outcome in a few words, and its color. */
export function outcomeWord(block: Pick<BlockedRecord, "action" | "outcome" | "unchecked">): {
	readonly word: string;
	readonly tone: string;
} {
	const { action, outcome } = block;
	const { participle, done } = actions.get(action) ?? deregistered;
	switch (outcome) {
		case "done":
			return { word: done, tone: "critical" };
		case "would-have":
			return { word: `Would have been ${participle}`, tone: "medium" };
		case "failed":
			return { word: isCheck(block) ? "Not checked" : "Block failed", tone: "high" };
		case "gone":
			return { word: "Already gone", tone: "absent" };
		case "protected":
			return { word: "Protected by the policy", tone: "waived" };
		case "not-possible":
			return { word: `Cannot be ${participle}`, tone: "high" };
		case "overridden":
			return { word: `Not ${participle} (overridden)`, tone: "waived" };
		default:
			return { word: truncate(outcome, 40), tone: "absent" };
	}
}

/** How many were blocked, would have been, and were not. */
export function blockSentences(blocked: readonly BlockedRecord[]): readonly string[] {
	const count = (outcome: string, one: string, many: string, isMeant: (block: BlockedRecord) => boolean) => {
		const found = blocked.filter((block) => block.outcome === outcome && isMeant(block)).length;
		return found > 0 ? [formatCount(found, one, many)] : [];
	};
	const counts = [...actions].flatMap(([name, { one, many, participle }]) => {
		const isOf = ({ action }: BlockedRecord): boolean => action === name;
		return [
			...count("done", `${one} was ${participle}`, `${many} were ${participle}`, isOf),
			...count("would-have", `${one} would have been ${participle}`, `${many} would have been ${participle}`, isOf),
		];
	});
	return [
		...counts,
		...count("failed", "block failed", "blocks failed", (block) => !isCheck(block)),
		...count("failed", "deployment was not checked", "deployments were not checked", isCheck),
		...count("not-possible", "block was not possible", "blocks were not possible", () => true),
		...count("overridden", "block was overridden", "blocks were overridden", () => true),
	];
}

import type { BlockAction, BlockRecord } from "../../core/block-record.ts";

/** What messages say of an action. */
interface ActionWords {
	/** After "was". */
	readonly done: string;
	/** After "would have been" and "was not". */
	readonly plain: string;
	/** After "could not be". */
	readonly failed: string;
}

const sameWord = (word: string): ActionWords => ({ done: word, plain: word, failed: word });

const wordsOf: Readonly<Record<BlockAction, ActionWords>> = {
	deregister: { done: "blocked (deregistered)", plain: "blocked", failed: "blocked" },
	tag: { done: "blocked (tagged)", plain: "blocked by a tag", failed: "tagged" },
	gate: { done: "refused by the gate", plain: "refused by the gate", failed: "checked by the gate, and goes on" },
	pause: { done: "rolled back while it was paused", plain: "rolled back", failed: "decided about while it is paused" },
	"stop-deployment": { done: "stopped, and is rolled back", plain: "stopped", failed: "stopped, and goes on" },
	"set-back": sameWord("set back to the revision before"),
	"cloudformation-hook": sameWord("refused by the CloudFormation hook"),
};

/** Actions on a deployment; their `resource` is a service revision. */
const onDeployments: readonly BlockAction[] = ["gate", "pause", "stop-deployment", "set-back"];

export const isAboutDeployment = ({ action }: Pick<BlockRecord, "action">): boolean => onDeployments.includes(action);

/** `CLUSTER/SERVICE`, from the ARN of the service revision: `…:service-revision/CLUSTER/SERVICE/ID`. */
export const serviceOfBlock = ({ resource }: Pick<BlockRecord, "resource">): string =>
	resource.split("/").slice(1, 3).join("/");

/** What was to be blocked, such as `revision 8`. */
export const targetOf = (block: BlockRecord, service = serviceOfBlock(block)): string =>
	isAboutDeployment(block)
		? `the deployment of revision ${block.revision} to service ${service}`
		: `revision ${block.revision}`;

/** The outcome in one sentence, without a reason; what was not blocked is never called blocked. */
export function outcomeOf({ action, outcome }: Pick<BlockRecord, "action" | "outcome">): string {
	const { done, plain, failed } = wordsOf[action];
	switch (outcome) {
		case "done":
			return `was ${done}`;
		case "would-have":
			return `would have been ${plain} (audit mode)`;
		case "failed":
			return `could not be ${failed}`;
		case "gone":
			return action === "deregister"
				? "became inactive before it could be deregistered"
				: `was over before it was ${plain}`;
		case "not-possible":
			// Only if the policy leaves it to a person (`onPausedFailure`).
			return action === "pause" ? "waits for a person's decision" : `was not ${plain}`;
		case "protected":
		case "overridden":
			return `was not ${plain}`;
	}
}

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
	pause: { done: "rolled back while it was paused", plain: "rolled back", failed: "rolled back while it is paused" },
	"stop-deployment": { done: "stopped, and is rolled back", plain: "stopped", failed: "stopped, and goes on" },
	"set-back": sameWord("set back to the revision before"),
	"cloudformation-hook": {
		done: "refused by the CloudFormation hook",
		plain: "refused by the CloudFormation hook",
		failed: "checked by the CloudFormation hook, and goes on",
	},
};

/**
 * Actions on a deployment; their `resource` is a service revision or a task set, or a deployment or service whose revision could not be
 * read.
 */
const onDeployments: readonly BlockAction[] = ["gate", "pause", "stop-deployment", "set-back"];

export const isAboutDeployment = ({ action }: Pick<BlockRecord, "action">): boolean => onDeployments.includes(action);

/**
 * Where it would have run. `CLUSTER/SERVICE`, from the ARN of the service revision or task set: `…:service-revision/CLUSTER/SERVICE/ID`; of the
 * CloudFormation hook, `STACK/LOGICALID`, from `…:stack/STACK/ID/LOGICALID/TOKEN`, or `cloud-control/…`.
 */
export function placeOfBlock({ action, resource }: Pick<BlockRecord, "action" | "resource">): string {
	const [first = "", second = "", third = "", fourth = ""] = resource.split("/");
	if (action !== "cloudformation-hook") return [second, third].join("/");
	return (first.endsWith(":stack") ? [second, fourth] : [first, second]).join("/");
}

/** What was to be blocked, such as `revision 8`. */
export function targetOf(block: BlockRecord, place = placeOfBlock(block)): string {
	const { action, revision } = block;
	if (action === "cloudformation-hook") return `the next revision, from ${place},`;
	if (!isAboutDeployment(block)) return `revision ${revision}`;
	const deployed = revision === 0 ? "a deployment" : `the deployment of revision ${revision}`;
	return `${deployed} to service ${place}`;
}

/** The outcome in one sentence, without a reason; what was not blocked is never called blocked. */
export function outcomeOf({
	action,
	outcome,
	unchecked,
}: Pick<BlockRecord, "action" | "outcome" | "unchecked">): string {
	const { done, plain, failed } = wordsOf[action];
	switch (outcome) {
		case "done":
			return `was ${done}`;
		case "would-have":
			return `would have been ${plain} (audit mode)`;
		case "failed":
			return `could not be ${unchecked === true && action !== "gate" ? "checked, and goes on" : failed}`;
		case "gone":
			if (action === "deregister") return "became inactive before it could be deregistered";
			return action === "tag" ? "was deleted before it could be tagged" : `was over before it was known to be ${plain}`;
		case "not-possible":
			// Only if the policy leaves it to a person (`onPausedFailure`).
			return action === "pause" ? "waits for a person's decision" : `was not ${plain}`;
		case "protected":
		case "overridden":
			return `was not ${plain}`;
	}
}

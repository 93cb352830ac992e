import type { Policy } from "../../core/policy.ts";
import type { AnswerKind, WaitingKey } from "./waiting.ts";

/** A message in a channel, by its id and time stamp. */
export interface MessagePlace {
	readonly channel: string;
	readonly ts: string;
}

/** A message with buttons. */
export interface AskingMessage extends MessagePlace {
	/** Number of deployments that it asks about; 0 if Slack did not say. */
	readonly asks: number;
}

/** What an approver has decided about a deployment that waited. */
export interface Answer {
	readonly kind: AnswerKind;
	readonly key: WaitingKey;
	/** Slack's id of the form that was submitted: the same one again is the same answer. */
	readonly submission: string;
	/** Slack's id of the approver. */
	readonly user: string;
	/** The name that the approver has in Slack; may be empty. */
	readonly userName: string;
	readonly reason: string;
	/** When the form was submitted, ISO 8601 with milliseconds. */
	readonly at: string;
}

/** An answer in the ledger. */
export interface RecordedAnswer extends Answer {
	/** `begun`: ECS is being asked; `done`: it has accepted the answer; `failed`: it has not, so another answer is possible. */
	readonly state: "begun" | "done" | "failed";
	/** Since when it is in this state, ISO 8601 with milliseconds. */
	readonly stateAt: string;
	/** Until when an approval counts, ISO 8601 with milliseconds. */
	readonly until: string;
	/** Of the task definition that waited; empty if it could not be read. */
	readonly family: string;
	/** Ids of the controls that had failed. */
	readonly because: readonly string[];
}

/** Who answers for it, for people. */
export const ownerOf = ({ user, userName }: Pick<Answer, "user" | "userName">): string =>
	userName === "" ? user : `${user} (${userName})`;

/** The service and the family that is deployed to it. */
interface Place {
	readonly cluster: string;
	readonly service: string;
	readonly family: string;
}

/** An approval as break-glass for what it was given for. */
export function breakGlassOf(answer: RecordedAnswer, { cluster, service }: Omit<Place, "family">) {
	const { reason, until: expires, because: approved } = answer;
	return { resource: `service/${cluster}/${service}`, reason, owner: ownerOf(answer), expires, approved };
}

/**
 * The policy with the approvals of a service as break-glass, for deployments of the same family. One whose approver may not approve any
 * more does not count; one that is over is left to break-glass itself.
 */
export function withApprovals(policy: Policy, answers: readonly RecordedAnswer[], place: Place): Policy {
	const { approvers } = policy.slack;
	const granted = answers.filter(
		({ kind, state, family, user }) =>
			kind === "approve" && state === "done" && family === place.family && approvers.includes(user),
	);
	const breakGlass = [...policy.block.breakGlass, ...granted.map((one) => breakGlassOf(one, place))];
	return granted.length === 0 ? policy : { ...policy, block: { ...policy.block, breakGlass } };
}

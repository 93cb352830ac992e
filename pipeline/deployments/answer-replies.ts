import type { AskingMessage, RecordedAnswer } from "../../domain/approvals/approval.ts";

/** What is said in Slack about an answer. Neither throws: whoever hears nothing sees in ECS what has happened. */
export interface AnswerReplies {
	/** To the person who has answered alone. */
	readonly tell: (message: AskingMessage, user: string, text: string) => Promise<void>;
	/**
	 * To all, in place of the message with the buttons, unless it asks about other deployments as well: what is recorded changes it then.
	 * `what`: the deployment, in words.
	 */
	readonly show: (message: AskingMessage, answer: RecordedAnswer, what: string) => Promise<void>;
}

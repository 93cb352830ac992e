import type { MessagePlace, RecordedAnswer } from "../../domain/approvals/approval.ts";

/** What is said in Slack about an answer. Neither throws: whoever hears nothing sees in ECS what has happened. */
export interface AnswerReplies {
	/** To the person who has answered alone. */
	readonly tell: (message: MessagePlace, user: string, text: string) => Promise<void>;
	/** To all, in place of the message with the buttons. `what`: the deployment, in words. */
	readonly show: (message: MessagePlace, answer: RecordedAnswer, what: string) => Promise<void>;
}

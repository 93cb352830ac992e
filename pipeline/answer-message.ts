import { MalformedEventError } from "../core/errors.ts";
import { objectAt, stringAt } from "../core/event.ts";
import type { Answer, AskingMessage } from "../domain/approvals/approval.ts";
import { answers, waitingKeyIn } from "../domain/approvals/waiting.ts";
import { parseJson } from "./parse-message.ts";

/** An answer, and the message in which it was given. */
export interface AnswerMessage {
	readonly answer: Answer;
	readonly message: AskingMessage;
}

/** The field that no event of EventBridge has: only a role that may write to the queue can send it. */
const field = "shipshapeAnswer";

export const encodeAnswer = (sent: AnswerMessage): string => JSON.stringify({ [field]: sent });

/** The answer in a message; null if it is another message. Throws MalformedEventError, naming the field. */
export function answerMessageIn(body: string): AnswerMessage | null {
	if (!body.includes(field)) return null;
	const sent = objectAt(parseJson(body), "message")[field];
	if (sent === undefined) return null;
	const { answer, message } = objectAt(sent, field);
	const fields = objectAt(answer, "answer");
	const place = objectAt(message, "message");
	const text = (name: string) => stringAt(fields[name], `answer.${name}`);
	const kind = answers.find((one) => one === fields["kind"]);
	const key = waitingKeyIn(fields["key"]);
	if (kind === undefined || key === null) throw new MalformedEventError("answer has no kind or no key");
	const userName = fields["userName"];
	const { asks } = place;
	return {
		answer: {
			...{ kind, key, submission: text("submission"), user: text("user"), reason: text("reason"), at: text("at") },
			userName: typeof userName === "string" ? userName : "",
		},
		message: {
			...{ channel: stringAt(place["channel"], "message.channel"), ts: stringAt(place["ts"], "message.ts") },
			asks: typeof asks === "number" ? asks : 0,
		},
	};
}

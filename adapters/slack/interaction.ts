import { MalformedEventError } from "../../core/errors.ts";
import { type Fields, fieldsIn, itemsIn, textIn } from "../../core/json.ts";
import { toSingleLine, truncate } from "../../core/text.ts";
import type { AskingMessage } from "../../domain/approvals/approval.ts";
import { type AnswerKind, answers, type WaitingKey, waitingKeyIn } from "../../domain/approvals/waiting.ts";
import { actionIdOf, formId, reasonField } from "./approval-ids.ts";

/** What somebody has done in Slack. `other`: something that is not about a deployment that waits. */
export type Interaction = Click | Submission | { readonly kind: "other" };

interface Person {
	/** Slack's id. */
	readonly user: string;
	/** May be empty. */
	readonly userName: string;
}

/** A click on a button of a message. */
export interface Click extends Person {
	readonly kind: "click";
	readonly answer: AnswerKind;
	readonly key: WaitingKey;
	readonly message: AskingMessage;
	/** With which a form can be opened, within three seconds. */
	readonly trigger: string;
}

/** A form that was submitted. */
export interface Submission extends Person {
	readonly kind: "submission";
	readonly answer: AnswerKind;
	readonly key: WaitingKey;
	readonly message: AskingMessage;
	/** Slack's id of the form. */
	readonly submission: string;
	/** On one line; may be empty. */
	readonly reason: string;
}

/** What a form keeps for its submission, as JSON (`private_metadata`, at most 3,000 characters). */
export type FormState = Pick<Click, "answer" | "key" | "message">;

export const maxReasonLength = 500;
const maxNameLength = 80;

/**
 * The interaction in the body of a request: a form field `payload` with JSON (Slack API, "Handling user interaction", `block_actions` and
 * `view_submission`). Throws MalformedEventError, which quotes nothing of it.
 */
export function interactionIn(body: Uint8Array): Interaction {
	const payload = fieldsIn(parse(new URLSearchParams(Buffer.from(body).toString("utf8")).get("payload")));
	const { type } = payload;
	if (type === "block_actions") return clickIn(payload);
	if (type === "view_submission") return submissionIn(payload);
	if (typeof type !== "string") throw new MalformedEventError("payload has no type");
	return { kind: "other" };
}

function parse(text: string | null): unknown {
	try {
		return JSON.parse(text ?? "");
	} catch {
		throw new MalformedEventError("payload is not JSON");
	}
}

function clickIn(payload: Fields): Interaction {
	const [action] = itemsIn(payload["actions"]).map(fieldsIn);
	const answer = answers.find((one) => actionIdOf(one) === action?.["action_id"]);
	if (action === undefined || answer === undefined) return { kind: "other" };
	const container = fieldsIn(payload["container"]);
	const asks = questionsIn(fieldsIn(payload["message"])["blocks"]);
	const message = messageIn({ channel: container["channel_id"], ts: container["message_ts"], asks });
	const key = waitingKeyIn(parse(textIn(action["value"])));
	const trigger = textIn(payload["trigger_id"]);
	if (key === null || message === null || trigger === null) throw new MalformedEventError("the click is incomplete");
	return { kind: "click", answer, key, message, trigger, ...personIn(payload) };
}

function submissionIn(payload: Fields): Interaction {
	const view = fieldsIn(payload["view"]);
	if (view["callback_id"] !== formId) return { kind: "other" };
	const state = fieldsIn(parse(textIn(view["private_metadata"])));
	const answer = answers.find((one) => one === state["answer"]);
	const key = waitingKeyIn(state["key"]);
	const message = messageIn(fieldsIn(state["message"]));
	const submission = textIn(view["id"]);
	if (answer === undefined || key === null || message === null || submission === null)
		throw new MalformedEventError("the form is incomplete");
	const field = fieldsIn(fieldsIn(fieldsIn(view["state"])["values"])[reasonField.block]);
	const reason = toSingleLine(textIn(fieldsIn(field[reasonField.action])["value"]) ?? "");
	return {
		...{ kind: "submission", answer, key, message, submission },
		reason: truncate(reason, maxReasonLength),
		...personIn(payload),
	};
}

/** Throws MalformedEventError. */
function personIn(payload: Fields): Person {
	const { id, username, name } = fieldsIn(payload["user"]);
	const user = textIn(id);
	if (user === null || !/^[UW][A-Z0-9]{2,30}$/.test(user)) throw new MalformedEventError("the user has no id");
	return { user, userName: truncate(toSingleLine(textIn(username) ?? textIn(name) ?? ""), maxNameLength) };
}

/** Each deployment that waits has a row of buttons. */
const questionsIn = (blocks: unknown): number =>
	itemsIn(blocks).filter((block) =>
		itemsIn(fieldsIn(block)["elements"]).some((element) => fieldsIn(element)["action_id"] === actionIdOf("approve")),
	).length;

const messageIn = ({ channel, ts, asks }: Fields): AskingMessage | null =>
	typeof channel === "string" && /^[A-Z0-9]{2,30}$/.test(channel) && typeof ts === "string" && /^\d+\.\d+$/.test(ts)
		? { channel, ts, asks: typeof asks === "number" ? asks : 0 }
		: null;

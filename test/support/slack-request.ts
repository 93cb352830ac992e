import { createHmac } from "node:crypto";
import { approvalActions } from "../../adapters/slack/approval-blocks.ts";
import type { FormState } from "../../adapters/slack/interaction.ts";
import type { SignedRequest } from "../../adapters/slack/verify-signature.ts";
import { anAnswer, approver, aWaitingBlock, aWaitingEntry, message } from "./answered.ts";

export const signingSecret = "8f742231b10e8888abcd99yyyzzz85a5";

/** A request that Slack has signed at a time, in epoch milliseconds. */
export function signed(body: string, now: number, secret = signingSecret): SignedRequest {
	const timestamp = Math.floor(now / 1_000);
	const hmac = createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex");
	const headers = { "x-slack-request-timestamp": `${timestamp}`, "x-slack-signature": `v0=${hmac}` };
	return { headers, body: Buffer.from(body) };
}

/** The same as the event of a function URL (AWS Lambda developer guide, payload format 2.0). */
export function urlEvent({ headers, body }: SignedRequest, isBase64Encoded = false) {
	return {
		version: "2.0",
		rawPath: "/",
		headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
		requestContext: { http: { method: "POST", path: "/" } },
		body: Buffer.from(body).toString(isBase64Encoded ? "base64" : "utf8"),
		isBase64Encoded,
	};
}

export const formBody = (payload: unknown): string =>
	`payload=${encodeURIComponent(typeof payload === "string" ? payload : JSON.stringify(payload))}`;

const user = { id: approver, username: "jane", name: "jane", team_id: "T0" };

/** A click on Approve, as Slack sends it. */
export const aClick = (more: object = {}) => ({
	type: "block_actions",
	user,
	trigger_id: "1.2.abc",
	container: { type: "message", message_ts: message.ts, channel_id: message.channel },
	message: { blocks: [{ type: "section" }, approvalActions(aWaitingBlock(), aWaitingEntry())] },
	actions: [{ type: "button", action_id: "shipshape-approve", value: JSON.stringify(anAnswer().key) }],
	...more,
});

/** The form that it opens, submitted. */
export function aSubmission(
	reason: string | null = "incident 4711",
	more: object = {},
	state: Partial<FormState> = {},
) {
	const formState: FormState = { answer: "approve", key: anAnswer().key, message, ...state };
	return {
		type: "view_submission",
		user,
		view: {
			...{ id: "V1", callback_id: "shipshape-answer", private_metadata: JSON.stringify(formState) },
			state: { values: { reason: { text: { type: "plain_text_input", value: reason } } } },
		},
		...more,
	};
}

import type { ModalView } from "@slack/types";
import * as z from "zod";
import type { SlackDouble } from "../../demo/doubles/slack.ts";
import type { OpenedModal } from "../../demo/doubles/slack-modals.ts";
import { formBody, signed } from "./slack-request.ts";

/** Where Slack sends what people do: the Request URL of the app. */
export interface RequestUrl {
	readonly url: string;
	/** What signs the requests; another one than the app's is a forgery. */
	readonly signingSecret: string;
}

/** How the Request URL has answered, and what the person sees then. */
export interface Clicked {
	readonly status: number;
	readonly form: OpenedModal | undefined;
}

export interface Submitted {
	readonly status: number;
	readonly body: string;
}

/** A member of the workspace, who clicks and submits in Slack. Payloads as in docs.slack.dev, "block_actions" and "view_submission". */
export class SlackPerson {
	private readonly slack: SlackDouble;
	private readonly target: RequestUrl;
	private readonly user: { readonly id: string; readonly username: string; readonly name: string };

	constructor(slack: SlackDouble, id: string, name: string, target: RequestUrl) {
		this.slack = slack;
		this.target = target;
		this.user = { id, username: name, name };
	}

	/** Clicks a button of the newest message in a channel that has it. Throws when there is none. */
	async click(channel: string, text: string): Promise<Clicked> {
		const { api } = this.slack;
		const found = api.messagesIn(channel).flatMap((message) => {
			const button = buttonsOf(message.blocks).find((one) => one.text.text === text);
			return button === undefined ? [] : [{ message, button }];
		});
		const latest = found.at(-1);
		if (latest === undefined) throw new Error(`no message in ${channel} has a button ${text}`);
		const { message, button } = latest;
		const trigger = api.modals.newTrigger();
		const { status } = await this.send({
			type: "block_actions",
			user: this.user,
			trigger_id: trigger,
			container: { type: "message", message_ts: message.ts, channel_id: api.idOf(channel) },
			message: { ts: message.ts, text: message.text, blocks: message.blocks },
			actions: [{ type: "button", action_id: button.action_id, value: button.value }],
		});
		return { status, form: api.modals.openedBy(trigger) };
	}

	/** Writes a text into the input of a form, and submits it. */
	submit({ id, view }: OpenedModal, text: string): Promise<Submitted> {
		return this.send({
			type: "view_submission",
			user: this.user,
			view: { ...view, id, state: { values: valuesOf(view, text) } },
		});
	}

	private async send(payload: object): Promise<Submitted> {
		const { headers, body } = signed(formBody(payload), Date.now(), this.target.signingSecret);
		const answer = await fetch(this.target.url, {
			method: "POST",
			headers: { ...(headers as Record<string, string>), "content-type": "application/x-www-form-urlencoded" },
			body: Buffer.from(body),
		});
		return { status: answer.status, body: await answer.text() };
	}
}

const button = z.looseObject({
	type: z.literal("button"),
	action_id: z.string(),
	value: z.string(),
	text: z.looseObject({ text: z.string() }),
});
const actions = z.looseObject({ type: z.literal("actions"), elements: z.array(button) });

/** Of a message; links that look like buttons are none. */
export const buttonsOf = (blocks: readonly unknown[]): readonly z.infer<typeof button>[] =>
	blocks.flatMap((block) => actions.safeParse(block).data?.elements ?? []);

const input = z.looseObject({
	type: z.literal("input"),
	block_id: z.string(),
	element: z.looseObject({ type: z.literal("plain_text_input"), action_id: z.string() }),
});

/** What the inputs of a form have, each the same text. */
const valuesOf = ({ blocks }: ModalView, value: string) =>
	Object.fromEntries(
		blocks
			.flatMap((block) => input.safeParse(block).data ?? [])
			.map(({ block_id, element: { type, action_id } }) => [block_id, { [action_id]: { type, value } }]),
	);

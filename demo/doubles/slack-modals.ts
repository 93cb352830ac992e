import type { ModalView } from "@slack/types";
import { z } from "zod";

/** A form that a person sees. */
export interface OpenedModal {
	/** Slack's id of it. */
	readonly id: string;
	readonly view: ModalView;
}

export interface SlackModals {
	/** What Slack gives an app for a click, to open one form with; `expired`: three seconds ago. */
	readonly newTrigger: (expired?: "expired") => string;
	/** The form that was opened with a trigger; undefined if none was. */
	readonly openedBy: (trigger: string) => OpenedModal | undefined;
	/** `views.open`: Slack's word for what is wrong, or the form. */
	readonly open: (args: Readonly<Record<string, string>>) => string | OpenedModal;
}

/**
 * Slack's forms (docs.slack.dev: method reference of views.open, "Errors"; "Modal views", fields; "Handling user interaction": a
 * trigger is for one form, within three seconds).
 */
export function slackModals(now: () => number = Date.now): SlackModals {
	const triggers = new Map<string, { readonly until: number; opened?: OpenedModal }>();
	return {
		newTrigger: (expired) => {
			const trigger = `${triggers.size + 1}.1234567890.abcdef`;
			triggers.set(trigger, { until: now() + (expired === undefined ? maxTriggerMs : -1) });
			return trigger;
		},
		openedBy: (trigger) => triggers.get(trigger)?.opened,
		open: ({ trigger_id: id = "", view = "" }) => {
			const trigger = triggers.get(id);
			if (trigger === undefined) return "invalid_trigger_id";
			if (trigger.opened !== undefined) return "exchanged_trigger_id";
			if (now() > trigger.until) return "expired_trigger_id";
			const parsed = modal.safeParse(parseOrNull(view));
			if (!parsed.success) return "invalid_arguments";
			trigger.opened = { id: `V${String(triggers.size).padStart(10, "0")}`, view: parsed.data };
			return trigger.opened;
		},
	};
}

const maxTriggerMs = 3_000;

const plain = (max: number) =>
	z.strictObject({
		type: z.literal("plain_text"),
		text: z.string().min(1).max(max),
		emoji: z.boolean().exactOptional(),
	});
const section = z.strictObject({ type: z.literal("section"), text: plain(3_000) });
const input = z.strictObject({
	type: z.literal("input"),
	block_id: z.string().max(255),
	label: plain(2_000),
	element: z.strictObject({
		type: z.literal("plain_text_input"),
		action_id: z.string().max(255),
		multiline: z.boolean(),
		min_length: z.int().min(0).max(3_000),
		max_length: z.int().min(1).max(3_000),
	}),
});
/** What the project's forms have; a block of another kind is refused, because nothing here checks it. */
const modal: z.ZodType<ModalView> = z
	.strictObject({
		type: z.literal("modal"),
		callback_id: z.string().max(255).exactOptional(),
		private_metadata: z.string().max(3_000).exactOptional(),
		title: plain(24),
		submit: plain(24).exactOptional(),
		close: plain(24).exactOptional(),
		blocks: z.array(z.union([section, input])).max(100),
	})
	.refine(({ submit, blocks }) => submit !== undefined || blocks.every(({ type }) => type !== "input"));

function parseOrNull(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

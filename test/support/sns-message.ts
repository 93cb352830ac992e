import type { SnsMessage } from "../../adapters/sns/sns-message.ts";

/** Control characters but the line break, and characters that reverse or hide text. */
const isHidden = /[^\P{Cc}\n]|[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

const ownLink =
	/<https:\/\/(?:[a-z0-9-]+\.console\.(?:aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)|docs\.aws\.amazon\.com)\/[^<>|\s]*\|([^<>|]+)>/g;

/** The custom notification for Amazon Q Developer in a message. */
interface Event {
	readonly [key: string]: unknown;
	readonly content: Readonly<Record<string, unknown>> & { readonly title: string; readonly description: string };
	readonly metadata: Readonly<Record<string, unknown>>;
}

export const eventIn = ({ message }: SnsMessage): Event => JSON.parse(message.https) as Event;

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.length > 0 && value.every(isText);
const isTextMap = (value: unknown): boolean =>
	typeof value === "object" && value !== null && Object.values(value).every(isText);

const content: Readonly<Record<string, (value: unknown) => boolean>> = {
	textType: (value) => value === "client-markdown",
	title: isText,
	description: isText,
	nextSteps: isTexts,
	keywords: isTexts,
};
const metadata: Readonly<Record<string, (value: unknown) => boolean>> = {
	threadId: isText,
	summary: isText,
	eventType: (value) => isText(value) && /^[a-zA-Z0-9-]{1,100}$/.test(value),
	relatedResources: isTexts,
	// Chatbot API reference, CustomActionAttachment: the values of variables.
	additionalContext: (value) =>
		isTextMap(value) && Object.values(value as object).every((one) => /^[\x21-\x7f]{1,1024}$/.test(one)),
};

const wrongIn = (of: object, schema: Readonly<Record<string, (value: unknown) => boolean>>): string[] =>
	Object.entries(of).flatMap(([key, value]) => (schema[key]?.(value) === true ? [] : [`${key} is wrong`]));

/**
 * What is wrong with a custom notification: another form than that of the page "Custom notifications" of the administrator guide, more
 * text than is certain to be shown, or outside text that could be taken for markup, a link or a mention.
 */
function faultsOfEvent(event: Event): readonly string[] {
	const { version, source, content: shown, metadata: about, ...others } = event;
	const texts = [shown.title, shown.description, ...((shown["nextSteps"] ?? []) as string[]), String(about["summary"])];
	const wrong = (what: string, isWrong: (text: string) => boolean) =>
		texts.filter(isWrong).map((text) => `${what}: ${text}`);
	const withoutLinks = (text: string): string => text.replaceAll(ownLink, "$1");
	return [
		...(version === "1.0" && source === "custom" && Object.keys(others).length === 0 ? [] : ["not a custom event"]),
		...wrongIn(shown, content),
		...wrongIn(about, metadata),
		...wrong("too long", (text) => text.length > 2_800),
		...wrong("not escaped", (text) => /[<>]|&(?!amp;|lt;|gt;)/.test(withoutLinks(text))),
		...wrong("a mention", (text) => /@(?!sha256:)/.test(withoutLinks(text))),
		...wrong("a link", (text) =>
			withoutLinks(text)
				.replaceAll(/`[^`\n]*`/g, "")
				.includes("://"),
		),
		...wrong("an open code span", (text) => text.split("\n").some((line) => line.split("`").length % 2 === 0)),
		...wrong("hidden", (text) => isHidden.test(text)),
		...wrong("half a character", (text) => !text.isWellFormed()),
	];
}

/** What SNS refuses (SNS API reference, Publish and MessageAttributeValue), and what is wrong in the forms. */
export function faultsOf(message: SnsMessage): readonly string[] {
	const { subject, message: forms, attributes } = message;
	const json = JSON.stringify(forms);
	return [
		...(/^[\x21-\x7e][\x20-\x7e]{0,98}$/.test(subject) ? [] : [`the subject ${JSON.stringify(subject)}`]),
		...(Buffer.byteLength(json) + 1_000 > 262_144 ? ["too large"] : []),
		...Object.entries(forms).flatMap(([form, text]) => (isText(text) ? [] : [`the form ${form}`])),
		...Object.entries(attributes).flatMap(([name, value]) => (/^[\x21-\x7e]{1,256}$/.test(value) ? [] : [name])),
		...(isHidden.test(forms.email) ? ["hidden in the mail"] : []),
		...(forms.email.isWellFormed() ? [] : ["half a character in the mail"]),
		...(forms.http === forms.https ? [] : ["http is another event than https"]),
		...faultsOfEvent(eventIn(message)),
	];
}

/*
 * What Slack refuses in the content of a message (docs.slack.dev, Block Kit reference and "Truncating really long messages"). The
 * sum of the blocks is documented nowhere: users report that messages were refused from somewhere between 9,600 and 13,200 characters
 * (bolt-js issue 2509 among others), so the smallest of these is the limit here.
 */

const limits = { blocks: 50, section: 3_000, header: 150, sum: 9_600 } as const;

/** Slack's error code for a message, in the form in which the Web API gets it; null if Slack accepts it. */
export function refusalOf({ text = "", blocks }: { readonly text?: string; readonly blocks?: string }): string | null {
	const parsed = blocks === undefined ? [] : parseList(blocks);
	if (parsed === null) return "invalid_blocks_format";
	if (text.trim() === "" && parsed.length === 0) return "no_text";
	if (parsed.length > limits.blocks) return "invalid_blocks";
	const texts = parsed.map(textsOf);
	const isTooLong = parsed.some(({ type }, index) => {
		const max = type === "header" ? limits.header : limits.section;
		return texts[index]?.some((one) => one.length === 0 || one.length > max);
	});
	if (isTooLong) return "invalid_blocks";
	return texts.flat().reduce((sum, one) => sum + one.length, 0) > limits.sum ? "msg_blocks_too_long" : null;
}

interface Block {
	readonly type?: unknown;
	readonly text?: { readonly text?: unknown };
	readonly elements?: readonly { readonly text?: unknown }[];
}

const textsOf = ({ text, elements = [] }: Block): readonly string[] =>
	[text?.text, ...elements.map((one) => one.text)].flatMap((one) => (typeof one === "string" ? one : []));

function parseList(text: string): readonly Block[] | null {
	try {
		const value: unknown = JSON.parse(text);
		return Array.isArray(value) ? value : null;
	} catch {
		return null;
	}
}

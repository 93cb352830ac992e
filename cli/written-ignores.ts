import { toSingleLine } from "../core/text.ts";
import { type IgnoreText, ignoreMark } from "../readers/ignore-comments.ts";
import { quote } from "./arguments.ts";
import { isControl, nearestControl } from "./nearest-control.ts";

/**
 * The controls that one ignore names, with commas or spaces between them, each with the reason behind the last one. Without a comma, only what
 * is the name of a control counts as a further one, so that a reason may begin with any other word.
 */
export function ignoresIn({ control, reason }: IgnoreText): readonly IgnoreText[] {
	const named = namesIn(control);
	let rest = reason;
	let isAfterComma = control.endsWith(",");
	for (;;) {
		const [whole = "", word = ""] = /^[\s,]*(\S+)\s*/.exec(rest) ?? [];
		const names = namesIn(word);
		const isList = isAfterComma || /^\s*,/.test(rest);
		if (names.length === 0 || !names.every((one) => isControl(one) || (isList && looksLikeControl(one)))) break;
		named.push(...names);
		rest = rest.slice(whole.length);
		isAfterComma = word.endsWith(",");
	}
	return (named.length === 0 ? [""] : named).map((one) => ({ control: one, reason: rest.replace(/^[\s,]+/, "") }));
}

const namesIn = (word: string): string[] =>
	word
		.replace(/:$/, "")
		.split(/[\s,]+/)
		.filter((one) => one !== "");

const looksLikeControl = (word: string): boolean => /^[a-z-]+\/[a-z-]+$/.test(word);

/** What is wrong with an ignore, and what to write; null when it is valid. */
export function problemIn({ control, reason }: IgnoreText): string | null {
	if (control === "") return `this ignore hides nothing, because it does not say which control; write ${form}`;
	if (!isControl(control))
		return `this ignore hides nothing, because there is no control ${quote(control)}; write ${remedyFor(control)}`;
	if (toSingleLine(reason) !== "") return null;
	return `the ignore of ${control} has no reason and hides nothing; write why the failure is accepted after the control`;
}

const form = `${ignoreMark} CONTROL REASON in a comment, or {control: CONTROL, reason: REASON} in metadata, where container: NAME may be added`;

function remedyFor(control: string): string {
	const near = nearestControl(control);
	return near.startsWith('"') ? near : `the control before the reason, by ${near}`;
}

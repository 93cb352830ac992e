import { type Scalar, stringify } from "yaml";
import type { PlainValue } from "./edit.ts";

/** A value for after `key: ` or inside brackets, on one line. `quotes`: the style of the scalar that it replaces; strings keep its quotes. */
export function formatFlow(value: PlainValue, quotes?: Scalar["type"]): string {
	const isQuoted = quotes === "QUOTE_DOUBLE" || quotes === "QUOTE_SINGLE";
	return stringify(value, {
		collectionStyle: "flow",
		lineWidth: 0,
		flowCollectionPadding: false,
		...(isQuoted ? { defaultStringType: quotes, defaultKeyType: "PLAIN" } : {}),
	}).trimEnd();
}

/** A value for after `key:`: a scalar follows a space on the same line, anything else goes on its own indented lines. */
export function formatBlock(value: PlainValue, indent: string): string {
	if (typeof value !== "object") return ` ${formatFlow(value)}`;
	const text = stringify(value, { lineWidth: 0, indentSeq: true }).trimEnd();
	return text
		.split("\n")
		.map((line) => `\n${indent}${line}`)
		.join("");
}

import { type Scalar, stringify } from "yaml";
import type { PlainValue } from "./edit.ts";

/**
 * A value inside brackets or braces, or a collection after `key: `, on one line. `quotes`: the style of the scalar that it replaces; strings keep
 * its quotes.
 */
export function formatFlow(value: PlainValue, quotes?: Scalar["type"]): string {
	return stringify(value, {
		...oneLine,
		collectionStyle: "flow",
		flowCollectionPadding: false,
		...keepQuotes(quotes),
	}).trimEnd();
}

/** A scalar outside of brackets and braces, with quotes only where it needs them: `/tmp:rw,noexec` needs none there. */
export function formatScalar(value: string | number | boolean, quotes?: Scalar["type"]): string {
	return stringify(value, { ...oneLine, ...keepQuotes(quotes) }).trimEnd();
}

const oneLine = { lineWidth: 0 } as const;

const keepQuotes = (quotes: Scalar["type"]) =>
	quotes === "QUOTE_DOUBLE" || quotes === "QUOTE_SINGLE"
		? ({ defaultStringType: quotes, defaultKeyType: "PLAIN" } as const)
		: {};

/** A value for after `key:`: a scalar follows a space on the same line, anything else goes on its own indented lines. */
export function formatBlock(value: PlainValue, indent: string): string {
	if (typeof value !== "object") return ` ${formatScalar(value)}`;
	const text = stringify(value, { lineWidth: 0, indentSeq: true }).trimEnd();
	return text
		.split("\n")
		.map((line) => `\n${indent}${line}`)
		.join("");
}

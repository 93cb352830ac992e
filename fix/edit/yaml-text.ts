import { type Scalar, stringify } from "yaml";
import type { Plain } from "./edit.ts";

/** A value as it stands behind `key: ` or between brackets, on one line; texts with the quotes of the one whose place it takes. */
export function asFlow(value: Plain, quotes?: Scalar["type"]): string {
	const isQuoted = quotes === "QUOTE_DOUBLE" || quotes === "QUOTE_SINGLE";
	return stringify(value, {
		collectionStyle: "flow",
		lineWidth: 0,
		flowCollectionPadding: false,
		...(isQuoted ? { defaultStringType: quotes, defaultKeyType: "PLAIN" } : {}),
	}).trimEnd();
}

/** A value as it stands behind `key:`: a single one after a space, anything else on lines of its own, indented. */
export function asBlock(value: Plain, indent: string): string {
	if (typeof value !== "object") return ` ${asFlow(value)}`;
	const text = stringify(value, { lineWidth: 0, indentSeq: true }).trimEnd();
	return text
		.split("\n")
		.map((line) => `\n${indent}${line}`)
		.join("");
}

import { isFields, itemsIn } from "../../core/json.ts";
import { shown } from "../../core/text.ts";
import { nameFor } from "./gap-identity.ts";
import { type Gap, gap, gapsOf, joined, Open, scalarText, unresolved, withDefaults } from "./open-text.ts";
import { attributeOf, referenceTo } from "./references.ts";
import type { Scope } from "./scope.ts";

/** `Fn::Join`. */
export function joinOf(argument: unknown, scope: Scope): unknown {
	const [delimiter, list] = itemsIn(argument).map(scope.valueOf);
	if (list instanceof Open) return onlyGap("Fn::Join", list);
	const text = typeof delimiter === "string" && Array.isArray(list) ? joined(between(list, delimiter)) : null;
	return text ?? gap("Fn::Join", "Fn::Join has no delimiter and list of texts");
}

const between = (items: readonly unknown[], delimiter: string): readonly unknown[] =>
	items.flatMap((item, index) => (index === 0 ? [item] : [delimiter, item]));

/** `Fn::Sub`, with and without a mapping of its own; `${!Name}` is the text `${Name}`. */
export function substitutionOf(argument: unknown, scope: Scope): unknown {
	const [text, own] = Array.isArray(argument) ? argument : [argument];
	if (typeof text !== "string") return gap("Fn::Sub", "Fn::Sub has no text");
	const variables = new Map(isFields(own) ? Object.entries(own) : []);
	// Every second piece is what stood in `${…}`.
	const pieces = text.split(/\$\{([^{}]*)\}/).map((piece, index) => {
		if (index % 2 === 0) return piece;
		const name = piece.trim();
		if (name.startsWith("!")) return `\${${name.slice(1)}}`;
		const value = variables.has(name) ? scope.valueOf(variables.get(name)) : referred(name, scope);
		if (value instanceof Open || scalarText(value) !== null) return value;
		return gap(variables.has(name) ? nameFor(name, variables.get(name)) : name, `${shown(name)} is no text`);
	});
	return joined(pieces) ?? gap("Fn::Sub", "Fn::Sub puts in what is no text");
}

const referred = (name: string, scope: Scope): unknown =>
	name.includes(".") ? attributeOf(name, scope) : referenceTo(name, scope);

/** `Fn::Select`. */
export function selectionOf(argument: unknown, scope: Scope): unknown {
	const [index, list] = itemsIn(argument).map(scope.valueOf);
	if (list instanceof Open) return onlyGap("Fn::Select", list);
	if (index instanceof Open) return onlyGap("Fn::Select", index);
	const position = /^\d{1,6}$/.test(scalarText(index) ?? "") ? Number(index) : null;
	const found = position === null || !Array.isArray(list) ? undefined : list[position];
	return found ?? gap("Fn::Select", "Fn::Select finds nothing at its index");
}

/** `Fn::Split`; an ARN with gaps can be taken apart when no gap can hide a delimiter. */
export function pieces(argument: unknown, scope: Scope): unknown {
	const [delimiter, source] = itemsIn(argument).map(scope.valueOf).map(withDefaults);
	if (typeof delimiter !== "string" || delimiter === "") return gap("Fn::Split", "Fn::Split has no delimiter");
	const text = source instanceof Open ? source : scalarText(source);
	if (text === null) return gap("Fn::Split", "Fn::Split has no text");
	if (!(text instanceof Open)) return text.split(delimiter);
	const isWhole = /^[:/]$/.test(delimiter) && gapsOf(text).every(({ solid }) => solid);
	return isWhole ? splitParts(text, delimiter) : onlyGap("Fn::Split", text);
}

function splitParts({ parts }: Open, delimiter: string): readonly unknown[] {
	const found: (string | Gap)[][] = [[]];
	for (const part of parts) {
		const [first = "", ...rest] = typeof part === "string" ? part.split(delimiter) : [part];
		found.at(-1)?.push(first);
		for (const piece of rest) found.push([piece]);
	}
	return found.map((piece) => joined(piece.map((part) => (typeof part === "string" ? part : new Open([part])))));
}

/** `Fn::Base64`. */
export function encoded(argument: unknown, scope: Scope): unknown {
	const value = scope.valueOf(argument);
	if (value instanceof Open) return onlyGap("Fn::Base64", value);
	const text = scalarText(value);
	return text === null ? gap("Fn::Base64", "Fn::Base64 has no text") : Buffer.from(text).toString("base64");
}

/** `Fn::ToJsonString`. */
export function jsonText(argument: unknown, scope: Scope): unknown {
	const opens: Open[] = [];
	const json = JSON.stringify(scope.valueOf(argument), (_, value) => {
		if (value instanceof Open) opens.push(value);
		return value;
	});
	const [first] = opens;
	if (first !== undefined) return onlyGap("Fn::ToJsonString", first);
	return json ?? gap("Fn::ToJsonString", "Fn::ToJsonString has no value");
}

/** `Fn::Length`. */
export function lengthOf(argument: unknown, scope: Scope): unknown {
	const list = scope.valueOf(argument);
	if (list instanceof Open) return onlyGap("Fn::Length", list);
	return Array.isArray(list) ? list.length : gap("Fn::Length", "Fn::Length has no list");
}

/** What a function makes of something that is not known; a hidden parameter stays one, whatever is made of it. */
export function onlyGap(name: string, open: Open): Open {
	const noEcho = gapsOf(open).find((one) => one.noEcho);
	return noEcho?.noEcho
		? gap(name, noEcho.why, { noEcho: { ...noEcho.noEcho, value: null } })
		: gap(name, unresolved(open).unresolved);
}

import { isFields, itemsIn } from "../../core/json.ts";
import { formatForDisplay } from "../../core/text.ts";
import { nameFor } from "./hole-identity.ts";
import { attributeOf, referenceTo } from "./references.ts";
import type { Scope } from "./scope.ts";
import {
	isPartial,
	joined,
	scalarText,
	type TemplateText,
	textOfHole,
	unresolved,
	withDefaults,
} from "./template-text.ts";

/** `Fn::Join`. */
export function joinOf(argument: unknown, scope: Scope): unknown {
	const [delimiter, list] = itemsIn(argument).map(scope.valueOf);
	if (isPartial(list)) return holeMadeOf("Fn::Join", list);
	const text = typeof delimiter === "string" && Array.isArray(list) ? joined(between(list, delimiter)) : null;
	return text ?? textOfHole("Fn::Join", "Fn::Join has no delimiter and list of texts");
}

const between = (items: readonly unknown[], delimiter: string): readonly unknown[] =>
	items.flatMap((item, index) => (index === 0 ? [item] : [delimiter, item]));

/** `Fn::Sub`, with and without a mapping of its own; `${!Name}` is the text `${Name}`. */
export function substitutionOf(argument: unknown, scope: Scope): unknown {
	const [text, own] = Array.isArray(argument) ? argument : [argument];
	if (typeof text !== "string") return textOfHole("Fn::Sub", "Fn::Sub has no text");
	const variables = new Map(isFields(own) ? Object.entries(own) : []);
	// Every second piece is what stood in `${…}`.
	const pieces = text.split(/\$\{([^{}]*)\}/).map((piece, index) => {
		if (index % 2 === 0) return piece;
		const name = piece.trim();
		if (name.startsWith("!")) return `\${${name.slice(1)}}`;
		const value = variables.has(name) ? scope.valueOf(variables.get(name)) : referred(name, scope);
		if (isPartial(value) || scalarText(value) !== null) return value;
		return textOfHole(
			variables.has(name) ? nameFor(name, variables.get(name)) : name,
			`${formatForDisplay(name)} is no text`,
		);
	});
	return joined(pieces) ?? textOfHole("Fn::Sub", "Fn::Sub puts in what is no text");
}

const referred = (name: string, scope: Scope): unknown =>
	name.includes(".") ? attributeOf(name, scope) : referenceTo(name, scope);

/** `Fn::Select`. */
export function selectionOf(argument: unknown, scope: Scope): unknown {
	const [index, list] = itemsIn(argument).map(scope.valueOf);
	if (isPartial(list)) return holeMadeOf("Fn::Select", list);
	if (isPartial(index)) return holeMadeOf("Fn::Select", index);
	const position = /^\d{1,6}$/.test(scalarText(index) ?? "") ? Number(index) : null;
	const found = position === null || !Array.isArray(list) ? undefined : list[position];
	return found ?? textOfHole("Fn::Select", "Fn::Select finds nothing at its index");
}

/** `Fn::Split`; an ARN with holes can be taken apart when no hole can hide a delimiter. */
export function pieces(argument: unknown, scope: Scope): unknown {
	const [delimiter, source] = itemsIn(argument).map(scope.valueOf).map(withDefaults);
	if (typeof delimiter !== "string" || delimiter === "") return textOfHole("Fn::Split", "Fn::Split has no delimiter");
	const text = isPartial(source) ? source : scalarText(source);
	if (text === null) return textOfHole("Fn::Split", "Fn::Split has no text");
	if (!isPartial(text)) return text.split(delimiter);
	const isWhole = /^[:/]$/.test(delimiter) && text.holes.every(({ solid }) => solid);
	return isWhole ? text.splitAt(delimiter).map((piece) => joined([piece])) : holeMadeOf("Fn::Split", text);
}

/** `Fn::Base64`. */
export function encoded(argument: unknown, scope: Scope): unknown {
	const value = scope.valueOf(argument);
	if (isPartial(value)) return holeMadeOf("Fn::Base64", value);
	const text = scalarText(value);
	return text === null ? textOfHole("Fn::Base64", "Fn::Base64 has no text") : Buffer.from(text).toString("base64");
}

/** `Fn::ToJsonString`. */
export function jsonText(argument: unknown, scope: Scope): unknown {
	const opens: TemplateText[] = [];
	const json = JSON.stringify(scope.valueOf(argument), (_, value) => {
		if (isPartial(value)) opens.push(value);
		return value;
	});
	const [first] = opens;
	if (first !== undefined) return holeMadeOf("Fn::ToJsonString", first);
	return json ?? textOfHole("Fn::ToJsonString", "Fn::ToJsonString has no value");
}

/** `Fn::Length`. */
export function lengthOf(argument: unknown, scope: Scope): unknown {
	const list = scope.valueOf(argument);
	if (isPartial(list)) return holeMadeOf("Fn::Length", list);
	return Array.isArray(list) ? list.length : textOfHole("Fn::Length", "Fn::Length has no list");
}

/** What a function makes of something that is not known; a hidden parameter stays one, whatever is made of it. */
export function holeMadeOf(name: string, text: TemplateText): TemplateText {
	const noEcho = text.holes.find((one) => one.noEcho);
	return noEcho?.noEcho
		? textOfHole(name, noEcho.why, { noEcho: { ...noEcho.noEcho, value: null } })
		: textOfHole(name, unresolved(text).unresolved);
}

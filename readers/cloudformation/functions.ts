import { isFields, itemsIn } from "../../core/json.ts";
import { formatForDisplay } from "../../core/text.ts";
import { holeName } from "../../domain/cloudformation/hole-identity.ts";
import {
	holeText,
	isPartial,
	joinText,
	scalarText,
	type TemplateText,
	unresolved,
	withDefaults,
} from "../../domain/cloudformation/template-text.ts";
import { resolveGetAtt, resolveRef } from "./references.ts";
import type { Scope } from "./scope.ts";

/** `Fn::Join`. */
export function resolveJoin(argument: unknown, scope: Scope): unknown {
	const [delimiter, list] = itemsIn(argument).map(scope.valueOf);
	if (isPartial(list)) return pieceOf("Fn::Join", list);
	const text = typeof delimiter === "string" && Array.isArray(list) ? joinText(between(list, delimiter)) : null;
	return text ?? holeText("Fn::Join", "Fn::Join needs a delimiter and a list of strings");
}

const between = (items: readonly unknown[], delimiter: string): readonly unknown[] =>
	items.flatMap((item, index) => (index === 0 ? [item] : [delimiter, item]));

/** `Fn::Sub`, with or without a mapping; `${!Name}` is the literal `${Name}`. */
export function resolveSub(argument: unknown, scope: Scope): unknown {
	const [text, own] = Array.isArray(argument) ? argument : [argument];
	if (typeof text !== "string") return holeText("Fn::Sub", "Fn::Sub needs a string");
	const variables = new Map(isFields(own) ? Object.entries(own) : []);
	// Every second piece is the content of `${…}`.
	const resolveSplit = text.split(/\$\{([^{}]*)\}/).map((piece, index) => {
		if (index % 2 === 0) return piece;
		const name = piece.trim();
		if (name.startsWith("!")) return `\${${name.slice(1)}}`;
		const value = variables.has(name) ? scope.valueOf(variables.get(name)) : resolveVariable(name, scope);
		if (isPartial(value) || scalarText(value) !== null) return value;
		return holeText(
			variables.has(name) ? holeName(name, variables.get(name)) : name,
			`${formatForDisplay(name)} is not a string`,
		);
	});
	return joinText(resolveSplit) ?? holeText("Fn::Sub", "Fn::Sub inserts a value that is not a string");
}

const resolveVariable = (name: string, scope: Scope): unknown =>
	name.includes(".") ? resolveGetAtt(name, scope) : resolveRef(name, scope);

/** `Fn::Select`. */
export function resolveSelect(argument: unknown, scope: Scope): unknown {
	const [index, list] = itemsIn(argument).map(scope.valueOf);
	if (isPartial(list)) return pieceOf("Fn::Select", list);
	if (isPartial(index)) return deriveHole("Fn::Select", index);
	const position = /^\d{1,6}$/.test(scalarText(index) ?? "") ? Number(index) : null;
	const found = position === null || !Array.isArray(list) ? undefined : list[position];
	return found ?? holeText("Fn::Select", "Fn::Select has no item at its index");
}

/** `Fn::Split`; an ARN with holes can be split when no hole can contain a delimiter. */
export function resolveSplit(argument: unknown, scope: Scope): unknown {
	const [delimiter, source] = itemsIn(argument).map(scope.valueOf).map(withDefaults);
	if (typeof delimiter !== "string" || delimiter === "") return holeText("Fn::Split", "Fn::Split needs a delimiter");
	const text = isPartial(source) ? source : scalarText(source);
	if (text === null) return holeText("Fn::Split", "Fn::Split needs a string");
	if (!isPartial(text)) return text.split(delimiter);
	const isWhole = /^[:/]$/.test(delimiter) && text.holes.every(({ noDelimiters }) => noDelimiters);
	return isWhole ? text.splitAt(delimiter).map((piece) => joinText([piece])) : pieceOf("Fn::Split", text);
}

/** `Fn::Base64`. */
export function resolveBase64(argument: unknown, scope: Scope): unknown {
	const value = scope.valueOf(argument);
	if (isPartial(value)) return pieceOf("Fn::Base64", value);
	const text = scalarText(value);
	return text === null ? holeText("Fn::Base64", "Fn::Base64 needs a string") : Buffer.from(text).toString("base64");
}

/** `Fn::ToJsonString`. */
export function resolveToJsonString(argument: unknown, scope: Scope): unknown {
	const partials: TemplateText[] = [];
	const json = JSON.stringify(scope.valueOf(argument), (_, value) => {
		if (isPartial(value)) partials.push(value);
		return value;
	});
	const [first] = partials;
	if (first !== undefined) return deriveHole("Fn::ToJsonString", first);
	return json ?? holeText("Fn::ToJsonString", "Fn::ToJsonString needs a value");
}

/** `Fn::Length`. */
export function resolveLength(argument: unknown, scope: Scope): unknown {
	const list = scope.valueOf(argument);
	if (isPartial(list)) return deriveHole("Fn::Length", list);
	return Array.isArray(list) ? list.length : holeText("Fn::Length", "Fn::Length needs a list");
}

/** The hole for the same text in other pieces: made from the stack's name, it depends on where the template is deployed, as the name does. */
function pieceOf(name: string, text: TemplateText): TemplateText {
	const isOfDeployment = text.holes.every(({ kind }) => kind === "deployment");
	return isOfDeployment ? holeText(name, unresolved(text).unresolved, { kind: "deployment" }) : deriveHole(name, text);
}

/** The hole for a function of an unknown value; a value derived from a hidden parameter stays hidden. */
export function deriveHole(name: string, text: TemplateText): TemplateText {
	const noEcho = text.holes.find((one) => one.noEcho);
	return noEcho?.noEcho
		? holeText(name, noEcho.why, { noEcho: { ...noEcho.noEcho, value: null } })
		: holeText(name, unresolved(text).unresolved);
}

import { BadInputError } from "../../core/errors.ts";
import { isFields } from "../../core/json.ts";
import { type Hole, PartialText, reasonOf } from "../../core/partial-text.ts";
import type { Unresolved } from "../../core/reading.ts";
import { asUnresolved } from "../../domain/ecs-json/values.ts";
import { readJson } from "../document/json-document.ts";
import { lineStartsOf } from "../document/line-index.ts";
import type { DocumentPath } from "../document/source-document.ts";
import type { Template } from "./syntax.ts";
import { holeOf, literalValue, unresolvedOf } from "./values.ts";

/** A JSON document within a file. */
export interface JsonPart {
	/** Plain data, with `Unresolved` for what is only known in a plan, or an `Unresolved` where it is no JSON. */
	readonly value: unknown;
	/** The offset in the file of a key or a value, or of its nearest written ancestor. */
	readonly offsetOf: (path: DocumentPath, part: "key" | "value") => number;
}

/** Private characters around the number of a hole: JSON that has them is not read. */
const [open, close] = ["\ue000", "\ue001"];
const marks = /[\ue000\ue001]/;
const markOf = (index: number): string => `${open}${index}${close}`;

/** Reads the JSON that a text or heredoc contains, in which `${…}` may be a part of a string or a whole value. */
export function jsonInTemplate(template: Template): JsonPart {
	const { text, holes, sourceOf } = flattened(template);
	const nowhere = { offsetOf: () => template.offset };
	if (template.parts.some((part) => part.is === "text" && marks.test(part.text))) {
		return { value: { unresolved: "it contains private characters" }, ...nowhere };
	}
	try {
		const document = readJson(text, "the JSON");
		const lines = lineStartsOf(text);
		return {
			value: restore(document.value, holes),
			offsetOf: (path, part) => {
				const { line, column } = document.at(path, part);
				return sourceOf((lines[line - 1] ?? 0) + column - 1);
			},
		};
	} catch (error) {
		if (!(error instanceof BadInputError)) throw error;
		const why = holes.length > 0 ? reasonOf(holes) : `it is not JSON: ${error.message}`;
		return { value: { unresolved: why }, ...nowhere };
	}
}

interface Flattened {
	readonly text: string;
	readonly holes: readonly Hole[];
	/** The offset in the file of an offset in the text. */
	readonly sourceOf: (offset: number) => number;
}

function flattened({ parts, offset: start }: Template): Flattened {
	const holes: Hole[] = [];
	const pieces: { readonly from: number; readonly source: number; readonly isWritten: boolean }[] = [];
	let text = "";
	let isInString = false;
	for (const part of parts) {
		pieces.push({ from: text.length, source: part.offset, isWritten: part.is === "text" });
		const value = part.is === "text" ? part.text : literalValue(part);
		if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
			isInString = endsInString(String(value), isInString);
			text += String(value);
			continue;
		}
		if (part.is !== "text") holes.push(holeOf(part, asUnresolved(value) ?? unresolvedOf(part)));
		const mark = markOf(holes.length - 1);
		text += isInString ? mark : `"${mark}"`;
	}
	const sourceOf = (offset: number): number => {
		const piece = pieces.findLast(({ from }) => from <= offset);
		return piece === undefined ? start : piece.source + (piece.isWritten ? offset - piece.from : 0);
	};
	return { text, holes, sourceOf };
}

/** Whether a JSON string is open after a text. */
function endsInString(text: string, before: boolean): boolean {
	let isOpen = before;
	for (let at = 0; at < text.length; at++) {
		if (text[at] === "\\" && isOpen) at++;
		else if (text[at] === '"') isOpen = !isOpen;
	}
	return isOpen;
}

/** Puts `Unresolved` where holes are marked. Drops keys named `unresolved`, so that a file cannot fake an unresolved value. */
function restore(value: unknown, holes: readonly Hole[]): unknown {
	if (typeof value === "string") return restoreText(value, holes);
	if (Array.isArray(value)) return value.map((item) => restore(item, holes));
	if (!isFields(value)) return value;
	const entries = Object.entries(value).filter(([key]) => key !== "unresolved");
	const marked = entries.map(([key]) => restoreText(key, holes)).find((key) => typeof key !== "string");
	return marked === undefined
		? Object.fromEntries(entries.map(([key, part]) => [key, restore(part, holes)]))
		: { unresolved: (marked as Unresolved).unresolved };
}

function restoreText(text: string, holes: readonly Hole[]): string | Unresolved {
	if (!marks.test(text)) return text;
	const parts = text
		.split(/\ue000(\d+)\ue001/)
		.map((piece, index) => (index % 2 === 0 ? piece : (holes[Number(piece)] ?? "")));
	const found = new PartialText(parts);
	const why = reasonOf(found.holes);
	return found.isOnlyHole ? { unresolved: why } : { unresolved: why, text: found };
}

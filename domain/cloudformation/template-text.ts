import { type Hole, PartialText, reasonOf } from "../../core/partial-text.ts";
import type { Unresolved } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";

/** A part of a template's value that is only known after deployment. */
export interface TemplateHole extends Hole {
	/** Its label without `${` and `}`: `ImageTag`, `AWS::Region`, `Queue.Arn`. Holes with the same name count as the same value. */
	readonly name: string;
	/** `deployment`: depends on where it is deployed; `resource`: names a resource of the template and is not a secret. */
	readonly kind: "deployment" | "resource" | "other";
	/** Contains neither `:` nor `/`, so that an ARN with it can be split. */
	readonly noDelimiters?: true;
	/**
	 * A parameter with NoEcho, and its default if it has one, or a secret that AWS makes, as a noun; also for values
	 * derived from it.
	 */
	readonly noEcho?: ({ readonly parameter: string } | { readonly made: string }) & {
		readonly value: string | TemplateText | null;
	};
	/** The source text of a dynamic reference. */
	readonly written?: TemplateText["parts"];
	/** A parameter whose few allowed values are tried one by one. */
	readonly enumerated?: true;
	/** It may be `AWS::NoValue`, or more than one property. */
	readonly mayBeAbsent?: true;
}

/** A text with holes, or a single hole for any value; fully known values are plain data instead. */
export type TemplateText = PartialText<TemplateHole>;

/** Whether a value of a template is wholly or partly unknown. */
export const isPartial = (value: unknown): value is TemplateText => value instanceof PartialText;

/** The value of `AWS::NoValue`: the property or item is removed. */
export const noValue: unique symbol = Symbol("AWS::NoValue");

/** A value whose evaluation was abandoned: two of these never count as equal. */
export const abandonedText = (why: string): TemplateText => holeText("…", why, { mayBeAbsent: true });

export const isAbandoned = (text: TemplateText): boolean => text.holes.some(({ name }) => name === "…");

export function holeText(name: string, why: string, more: Partial<TemplateHole> = {}): TemplateText {
	return new PartialText([{ kind: "other", ...more, ...holeNames(name), why }]);
}

/** The name and the label of a hole. */
export function holeNames(name: string): Pick<TemplateHole, "name" | "label"> {
	return { name: formatForDisplay(name), label: `\${${formatForDisplay(name)}}` };
}

/** No judged value is longer; a template of a few lines could otherwise exhaust memory. */
const maxCharacters = 200_000;

/** Strings, numbers and booleans as one text; holes stay holes. Null when a piece is none of these. */
export function joinText(pieces: readonly unknown[]): string | TemplateText | null {
	const parts: (string | TemplateHole)[] = [];
	let length = 0;
	for (const piece of pieces) {
		const more = isPartial(piece) ? piece.parts : [scalarText(piece)];
		for (const part of more) {
			if (part === null) return null;
			length += typeof part === "string" ? part.length : part.name.length;
			if (length > maxCharacters) return abandonedText("the text becomes too long");
			parts.push(part);
		}
	}
	const text = new PartialText(parts);
	return text.isKnown ? String(text) : text;
}

/** CloudFormation takes 5 and true for "5" and "true". Null for other values. */
export function scalarText(value: unknown): string | null {
	return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

/** Replaces NoEcho parameters with their defaults. */
export function withDefaults(value: unknown): unknown {
	if (!isPartial(value)) return value;
	return joinText(
		value.parts.map((part) => (typeof part === "string" ? part : (part.noEcho?.value ?? new PartialText([part])))),
	);
}

/** A text whose holes are all of these kinds counts as known: `arn:${AWS::Partition}:iam::…`. */
export function acceptHoles(value: unknown, kinds: readonly TemplateHole["kind"][]): unknown {
	const text = withDefaults(value);
	if (!isPartial(text)) return text;
	return text.holes.every(({ kind }) => kinds.includes(kind)) ? String(text) : unresolved(text);
}

/** The reasons for all unknown parts, and the text around them, if any. */
export function unresolved(text: TemplateText): Unresolved {
	const { holes, parts } = text;
	const others = holes.filter(({ kind }) => kind === "other");
	const reason = reasonOf(others.length > 0 ? others : holes);
	if (parts.length === holes.length) return { unresolved: reason };
	// Leaves out the default of a hidden parameter.
	return { unresolved: reason, text: new PartialText(parts.map(plainPart)) };
}

/** Whether a text is certainly there, whatever its holes are. */
export const isSet = ({ parts }: TemplateText): boolean =>
	parts.some((part) => typeof part === "string" || part.mayBeAbsent !== true);

const plainPart = (part: string | TemplateHole): string | Hole =>
	typeof part === "string" ? part : { label: part.label, why: part.why };

/** Replaces the labels of holes in a string with the holes. */
export function restoreHoles(text: string, holes: readonly TemplateHole[]): PartialText {
	return holes.reduce(
		(found: PartialText, hole) =>
			new PartialText(found.parts.flatMap((part) => (typeof part === "string" ? splitByLabel(part, hole) : [part]))),
		new PartialText([text]),
	);
}

const splitByLabel = (text: string, hole: TemplateHole): readonly (string | Hole)[] =>
	text.split(hole.label).flatMap((piece, index) => (index === 0 ? [piece] : [plainPart(hole), piece]));

import type { Unresolved } from "../../core/reading.ts";
import { listed, shown } from "../../core/text.ts";

/** A part of a template's value that is only known when the template is deployed. */
export interface Gap {
	/** Stands for it between `${` and `}`: `ImageTag`, `AWS::Region`, `Queue.Arn`. */
	readonly name: string;
	/** Why it is not known, for people. */
	readonly why: string;
	/** `place`: where it is deployed to; `resource`: what names a resource of the template, no secret in itself. */
	readonly kind: "place" | "resource" | "other";
	/** Neither `:` nor `/` can stand in it, so that an ARN with it can be taken apart. */
	readonly solid?: true;
	/** A parameter that hides its value, and its default if it has one; also where something is made of it. */
	readonly noEcho?: { readonly parameter: string; readonly value: string | Open | null };
	/** The text of a dynamic reference, which stands for another. */
	readonly written?: Open["parts"];
	/** A parameter whose few allowed values are tried one by one. */
	readonly choosable?: true;
}

/** A text with gaps, or a single gap where a list or a mapping may stand. A class, so that no template can write one. */
export class Open {
	readonly parts: readonly (string | Gap)[];

	constructor(parts: readonly (string | Gap)[]) {
		this.parts = parts;
	}
}

/** What `AWS::NoValue` leaves: the property or the item is not there. */
export const noValue: unique symbol = Symbol("AWS::NoValue");

/** What is given up on: of two of these nobody knows whether they are the same. */
export const lost = (why: string): Open => gap("…", why);

export const isLost = (open: Open): boolean => gapsOf(open).some(({ name }) => name === "…");

export function gap(name: string, why: string, more: Partial<Gap> = {}): Open {
	return new Open([{ kind: "other", ...more, name: shown(name), why }]);
}

export const gapsOf = (open: Open): readonly Gap[] => open.parts.filter((part) => typeof part !== "string");

/** More is no value of anything that is judged; a template of a few lines can ask for more than memory holds. */
const maxCharacters = 200_000;

/** Texts, numbers and booleans as one text; gaps stay gaps. Null when a piece is nothing of the kind. */
export function joined(pieces: readonly unknown[]): string | Open | null {
	const parts: (string | Gap)[] = [];
	let length = 0;
	for (const piece of pieces) {
		const more = piece instanceof Open ? piece.parts : [scalarText(piece)];
		for (const part of more) {
			if (part === null) return null;
			length += typeof part === "string" ? part.length : part.name.length;
			if (length > maxCharacters) return lost("the text grows too long");
			const last = parts.at(-1);
			if (typeof part === "string" && typeof last === "string") parts[parts.length - 1] = last + part;
			else if (part !== "") parts.push(part);
		}
	}
	if (parts.length === 0) return "";
	const [only] = parts;
	return parts.length === 1 && typeof only === "string" ? only : new Open(parts);
}

/** CloudFormation takes 5 and true for "5" and "true". Null for what is no single value. */
export function scalarText(value: unknown): string | null {
	return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

/** The text with `${Name}` for every gap. */
export function rendered(value: string | Open): string {
	if (!(value instanceof Open)) return value;
	return value.parts.map((part) => (typeof part === "string" ? part : `\${${part.name}}`)).join("");
}

/** With the defaults of parameters that only hide them. */
export function withDefaults(value: unknown): unknown {
	if (!(value instanceof Open)) return value;
	return joined(
		value.parts.map((part) => (typeof part === "string" ? part : (part.noEcho?.value ?? new Open([part])))),
	);
}

/** A text whose gaps are all of these kinds is as good as known: `arn:${AWS::Partition}:iam::…`. */
export function settled(value: unknown, kinds: readonly Gap["kind"][]): unknown {
	const open = withDefaults(value);
	if (!(open instanceof Open)) return open;
	return gapsOf(open).every(({ kind }) => kinds.includes(kind)) ? rendered(open) : unresolved(open);
}

/** The reasons of everything that nobody knows before the deployment; the text around it, when there is some. */
export function unresolved(open: Open): Unresolved & { readonly text?: string } {
	const gaps = gapsOf(open);
	const telling = gaps.some(({ kind }) => kind === "other") ? gaps.filter(({ kind }) => kind === "other") : gaps;
	const reason = listed([...new Set(telling.map(({ why }) => why))], 3);
	return open.parts.length > gaps.length ? { unresolved: reason, text: rendered(open) } : { unresolved: reason };
}

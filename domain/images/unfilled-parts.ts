import { type Hole, hasHole, holeMark, PartialText } from "../../core/partial-text.ts";
import { parsePlaceholders } from "../../core/placeholders.ts";
import { parseImageReference } from "./image-reference.ts";

/*
 * What a reference can contain: https://github.com/distribution/reference/blob/main/reference.go. No quantifier is followed by
 * another one that matches the same character, so that matching takes linear time.
 */
const pathComponent = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const hostLabel = /^[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*(?::[0-9]{1,5})?$/;
const ipv6Host = /^\[[0-9A-Fa-f:]{2,45}\](?::[0-9]{1,5})?$/;
const tagForm = /^\w[\w.-]{0,127}$/;
/** The same, around holes. */
const pathCharacters = /^[a-z0-9._-]*$/;
const hostCharacters = /^[A-Za-z0-9:-]*$/;
const tagCharacters = /^[\w.-]{0,127}$/;
/** `ACCOUNT` and `REGISTRY`: host names are written in lower case. */
const capitals = /^[A-Z][A-Z0-9-]+$/;

/**
 * The text of an image with a hole for each placeholder, and for each part that no image can have, which is therefore filled in
 * before the image is used: a repository with capital letters (`IMAGE_URI`), a registry with `_`, an empty tag (`nginx:`). A text
 * that is no image as a whole, such as one with a wrong digest, is a single hole.
 */
export function withUnfilledParts(image: string | PartialText): PartialText {
	const text = parsePlaceholders(image);
	const filled = new Relabeled(text);
	const [name = "", tag = "", digest = ""] =
		/^([^@]*?)(:[^/:@]*)?(@[\s\S]*)?$/.exec(text.toMarked().trim())?.slice(1) ?? [];
	const parts = new PartialText([
		...componentsOf(name).map(({ text: part, isLegal }) => filled.take(part, isLegal)),
		...(tag === ""
			? []
			: [filled.take(":", true), filled.take(tag.slice(1), isPart(tag.slice(1), tagForm, tagCharacters))]),
		filled.take(digest, true),
	]);
	// A reference has one `@` at most, in front of its digest.
	const isReference = !digest.slice(1).includes("@") && parseImageReference(parts) !== null;
	return isReference ? parts : new PartialText([holeFor(String(text))]);
}

interface Component {
	readonly text: string;
	readonly isLegal: boolean;
}

/** The parts of a name, with the separators between them. */
function componentsOf(name: string): readonly Component[] {
	const [first = "", ...others] = name.split("/");
	const isRegistry = others.length > 0 && (/[.:]|[A-Z]/.test(first) || first === "localhost");
	const path = (component: string): readonly Component[] => [
		{ text: component, isLegal: isPart(component, pathComponent, pathCharacters) },
	];
	return [
		...(isRegistry ? labelsOf(first) : path(first)),
		...others.flatMap((other) => [{ text: "/", isLegal: true }, ...path(other)]),
	];
}

/** The labels of a registry's host, the last one with its port. */
function labelsOf(host: string): readonly Component[] {
	if (ipv6Host.test(host)) return [{ text: host, isLegal: true }];
	const labels = host.split(".");
	const hasLowerCase = /[a-z]/.test(host);
	return labels.flatMap((label, index) => {
		const isName = !capitals.test(label) || (labels.length > 1 && !hasLowerCase);
		const own = { text: label, isLegal: isName && isPart(label, hostLabel, hostCharacters) };
		return index === 0 ? [own] : [{ text: ".", isLegal: true }, own];
	});
}

const isPart = (text: string, form: RegExp, characters: RegExp): boolean =>
	hasHole(text) ? characters.test(text.replaceAll(holeMark, "")) : form.test(text);

/** Puts the holes of a text back into the parts of its marked form, which are taken in their order. */
class Relabeled {
	readonly #holes: Hole[];

	constructor(text: PartialText) {
		this.#holes = [...text.holes];
	}

	/** A part that is not legal becomes a single hole. */
	take(marked: string, isLegal: boolean): PartialText {
		const pieces = marked.split(holeMark);
		const text = new PartialText(pieces.flatMap((piece, index) => (index === 0 ? [piece] : [this.#next(), piece])));
		return isLegal ? text : new PartialText([holeFor(String(text))]);
	}

	#next(): Hole {
		return this.#holes.shift() ?? holeFor(holeMark);
	}
}

const holeFor = (label: string): Hole => ({
	label,
	why: `${label === "" ? "a part of an image's name cannot be empty" : `"${label}" cannot be in an image's name`}, so it is filled in later`,
});

import { PartialText } from "../../core/partial-text.ts";

/** Equals a text that is shown so, whatever its holes' reasons: for `toEqual`. */
export const showing = (text: string | RegExp): PartialText => new Showing(text) as unknown as PartialText;

class Showing {
	readonly $$typeof = Symbol.for("jest.asymmetricMatcher");
	readonly #text: string | RegExp;

	constructor(text: string | RegExp) {
		this.#text = text;
	}

	asymmetricMatch(other: unknown): boolean {
		if (!(other instanceof PartialText)) return false;
		return typeof this.#text === "string" ? String(other) === this.#text : this.#text.test(String(other));
	}

	toAsymmetricMatcher(): string {
		return `a partly known text that is shown as ${this.#text}`;
	}
}

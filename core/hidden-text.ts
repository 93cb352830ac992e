/**
 * A text that may be a secret, such as the value of an environment variable: it can be asked about, never printed.
 * Neither JSON.stringify nor template literals nor a debugger's listing of properties show it.
 */
export class HiddenText {
	readonly #text: string;

	constructor(text: string) {
		this.#text = text;
	}

	/** What a question about the text has for an answer; the text itself must not be part of it. */
	ask<T extends boolean | number | null>(question: (text: string) => T): T {
		return question(this.#text);
	}

	toString(): string {
		return "(hidden)";
	}

	toJSON(): string {
		return "(hidden)";
	}
}

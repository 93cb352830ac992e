/**
 * A text that may be a secret, such as the value of an environment variable. It can be inspected but not printed:
 * JSON.stringify, template literals and debuggers do not show it.
 */
export class HiddenText {
	readonly #text: string;

	constructor(text: string) {
		this.#text = text;
	}

	/** The result of a function of the text. Its type excludes strings, so that it cannot contain the text. */
	inspect<T extends boolean | number | null>(question: (text: string) => T): T {
		return question(this.#text);
	}

	/** The text that a function makes of it, hidden as well. */
	map(change: (text: string) => string): HiddenText {
		return new HiddenText(change(this.#text));
	}

	toString(): string {
		return "(hidden)";
	}

	toJSON(): string {
		return "(hidden)";
	}
}

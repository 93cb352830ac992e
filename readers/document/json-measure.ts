/** What a JSON text would cost, before it is parsed. */
interface Measure {
	/** Of lists and objects inside one another. */
	readonly levels: number;
	/** Values and keys, at most. */
	readonly values: number;
	/** Colons, one after each key that is written. */
	readonly keys: number;
}

/** One pass over the text, whatever it holds: only what stands outside of texts counts. */
export function measureJson(text: string): Measure {
	let level = 0;
	let levels = 0;
	let values = 1;
	let keys = 0;
	for (let at = 0; at < text.length; at++) {
		switch (text[at]) {
			case '"':
				at = endOfString(text, at);
				break;
			case "{":
			case "[":
				level++;
				values++;
				if (level > levels) levels = level;
				break;
			case "}":
			case "]":
				level--;
				break;
			case ",":
				values++;
				break;
			case ":":
				keys++;
				break;
		}
	}
	return { levels, values: values + keys, keys };
}

/** The offset of the quote that ends the text whose first quote is at an offset; of the document's end when none does. */
export function endOfString(text: string, from: number): number {
	for (let quote = text.indexOf('"', from + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
		let escapes = 0;
		while (text[quote - 1 - escapes] === "\\") escapes++;
		if (escapes % 2 === 0) return quote;
	}
	return text.length;
}

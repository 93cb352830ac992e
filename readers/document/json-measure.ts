/** The size of a JSON text, measured before it is parsed. */
interface Measure {
	/** Nesting depth of arrays and objects. */
	readonly levels: number;
	/** Upper bound of the number of values and keys. */
	readonly values: number;
	/** The number of keys that are written: one colon each. */
	readonly keys: number;
}

/** One pass over any text; only characters outside strings count. */
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

/** The offset of the closing quote of the string that starts at an offset; the end of the document when there is none. */
export function endOfString(text: string, from: number): number {
	for (let quote = text.indexOf('"', from + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
		let escapes = 0;
		while (text[quote - 1 - escapes] === "\\") escapes++;
		if (escapes % 2 === 0) return quote;
	}
	return text.length;
}

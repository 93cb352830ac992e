import { emptyText, PartialText } from "../../core/partial-text.ts";
import type { Word } from "../shell/words.ts";
import { longName, takesValue } from "./flags.ts";

export interface Option {
	/** Without dashes: `read-only`, also for `-v`. */
	readonly name: string;
	/** Null for an option without a value. */
	readonly value: PartialText | null;
	readonly word: Word;
}

/** The options and the image, between `run` and the command of the container. */
export interface Options {
	readonly options: readonly Option[];
	/** Null when the line ends before an image. */
	readonly image: Word | null;
	/** Why the words after this point could not be read; null when all were. */
	readonly unread: string | null;
}

/** Names of variables that contain an image and no options. */
const imageVariable = /IMAGE|IMG|REPO|REGISTRY|TAG/i;

/** Reads the words after `run`, up to the image. */
export function readOptions(words: readonly Word[]): Options {
	const options: Option[] = [];
	for (let index = 0; index < words.length; index += 1) {
		const word = words[index];
		if (word === undefined) break;
		const text = String(word.text);
		if (!word.text.literalStart.startsWith("-") || text === "-")
			return { options, ...imageOrUnread(word, words.length - index > 1) };
		if (text === "--") return { options, image: words[index + 1] ?? null, unread: null };
		const read = text.startsWith("--") ? longOption(word) : shortOptions(word);
		if ("unread" in read) return { options, image: null, unread: read.unread };
		options.push(...read.found);
		if (read.awaitingValue !== null) {
			index += 1;
			options.push({ name: read.awaitingValue, value: words[index]?.text ?? emptyText, word });
		}
	}
	return { options, image: null, unread: null };
}

/** An unquoted variable may contain options and the image after them. */
function imageOrUnread(word: Word, hasMore: boolean): Pick<Options, "image" | "unread"> {
	const { text, splits } = word;
	const isList = text.holes.some(({ label }) => /[@*]/.test(label));
	const many = splits && text.literalStart === "" && (hasMore || isList);
	if (!many || (!isList && imageVariable.test(String(text)))) return { image: word, unread: null };
	return { image: null, ...mayBeOptions(word) };
}

const mayBeOptions = ({ text }: Word): { readonly unread: string } => ({
	unread: `${text} may contain options`,
});

type Read =
	| { readonly found: readonly Option[] /** Has its value in the next word. */; readonly awaitingValue: string | null }
	| { readonly unread: string };

function longOption(word: Word): Read {
	const [start = emptyText, value] = word.text.splitAt("=", 2);
	const name = String(start).slice(2);
	const takes = takesValue(name);
	if (!start.isKnown) return mayBeOptions(word);
	if (value !== undefined) return { found: [{ name, value, word }], awaitingValue: null };
	if (takes === null) return { unread: `--${name} is not a known option` };
	return takes ? { found: [], awaitingValue: name } : { found: [{ name, value: null, word }], awaitingValue: null };
}

/** `-it`, `-p8080:80`, `-itv /data:/data`. */
function shortOptions(word: Word): Read {
	const text = word.text.literalStart;
	const found: Option[] = [];
	for (let at = 1; at < text.length; at += 1) {
		const short = text.charAt(at);
		const name = longName(short);
		if (name === null) return { unread: `-${short} is not a known option` };
		const rest = new PartialText([text.slice(at + 1), ...word.text.parts.slice(1)]);
		if (takesValue(name) !== true) {
			// As in Go's flag packages, `=false` may follow a switch.
			if (text.charAt(at + 1) === "=")
				return { found: [...found, { name, value: withoutEqualsSign(rest), word }], awaitingValue: null };
			found.push({ name, value: null, word });
			continue;
		}
		return rest.isEmpty
			? { found, awaitingValue: name }
			: { found: [...found, { name, value: withoutEqualsSign(rest), word }], awaitingValue: null };
	}
	return word.text.parts.length > 1 ? mayBeOptions(word) : { found, awaitingValue: null };
}

/** `-u=1000` is `-u 1000`. */
function withoutEqualsSign(value: PartialText): PartialText {
	const [first, ...others] = value.parts;
	return typeof first === "string" && first.startsWith("=") ? new PartialText([first.slice(1), ...others]) : value;
}

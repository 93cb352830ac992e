import { type Command, splitCommands, type Word } from "./words.ts";
import { baseName, shell } from "./wrappers.ts";

/** The word of a command that a shell runs as a script: that of `sh -c '…'` or `eval '…'`. Null when it has none. */
export function nestedScript(command: Command): Word | null {
	const texts = command.map(({ text }) => String(text));
	const runner = texts.findIndex((text) => shell.test(baseName(text)) || text === "eval");
	if (texts[runner] === "eval") return texts.length === runner + 2 ? (command[runner + 1] ?? null) : null;
	const option = texts.findIndex((text, index) => index > runner && !/^[-+]./.test(text)) - 1;
	return runner >= 0 && /^-[A-Za-z]*c$/.test(texts[option] ?? "") ? (command[option + 1] ?? null) : null;
}

/** The commands of such a word of a text, with their offsets in the text. */
export function commandsOfScript(text: string, word: Word): readonly Command[] {
	const script = String(word.text);
	const offsetOf = offsetsIn(text, word.offset, script);
	return splitCommands(script).map((command) =>
		command.map((one): Word => ({ ...one, offset: offsetOf[one.offset] ?? word.offset })),
	);
}

/**
 * Where the characters of an unquoted script are in the text: those that the quotes need, such as backslashes, are passed over. After a
 * substitution, of which the script has only an ellipsis, they are approximate.
 */
function offsetsIn(text: string, from: number, script: string): readonly number[] {
	const offsets: number[] = [];
	const end = Math.min(text.length, from + 2 * script.length + maxSkipped);
	let at = from;
	for (const character of script.split("")) {
		const found = character === "…" ? at : text.indexOf(character, at);
		if (found >= 0 && found < end) at = found;
		offsets.push(at);
		if (text[at] === character) at += 1;
	}
	return offsets;
}

/** What a substitution may contain. */
const maxSkipped = 4_000;

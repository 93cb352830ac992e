import type { Command, Word } from "../shell/words.ts";
import { assignment, prompt, reservedWord, starter, starterOption } from "../shell/wrappers.ts";
import { isGlobalSwitch } from "./flags.ts";

/** A command that runs a container. */
export interface RunCommand {
	readonly engine: string;
	/** The first word of it, without `sudo` and the like. */
	readonly first: Word;
	/** The words after `run`. */
	readonly words: readonly Word[];
}

/** A container engine, by its name in any folder; the name is the group. */
export const enginePattern = /^(?:.*[\\/])?(docker|podman|nerdctl|finch)(?:\.exe)?$/i;
/** An operand of `timeout` or `nice`. */
const amount = /^\d+(?:\.\d+)?[smhd]?$/;

/** The part of a command from the container engine on, if it runs a container: `docker run`, `sudo podman container run`. */
export function runCommandIn(command: Command): RunCommand | null {
	const texts = command.map((word) => String(word.text));
	// The last one: in `sudo -g docker docker run` the first is a group.
	const start = texts.slice(0, countPrefixWords(texts) + 1).findLastIndex((text) => enginePattern.test(text));
	const first = command[start];
	const [, engine] = enginePattern.exec(texts[start] ?? "") ?? [];
	if (first === undefined || engine === undefined) return null;
	let at = afterGlobalOptions(command, start + 1);
	if (texts[at] === "container") at += 1;
	if (texts[at] !== "run" && texts[at] !== "create") return null;
	return { engine: engine.toLowerCase(), first, words: command.slice(at + 1) };
}

/** The number of words before the program, approximately: its name may also be the value of an option. -1: all words. */
function countPrefixWords(texts: readonly string[]): number {
	const started = texts.findIndex((text) => starter.test(text));
	const isStarted = (index: number): boolean => started !== -1 && index >= started;
	return texts.findIndex((text, index) => {
		if (prompt.test(text) || assignment.test(text) || reservedWord.test(text)) return false;
		return !(isStarted(index) && belongsToStarter(text, texts[index - 1] ?? ""));
	});
}

const belongsToStarter = (text: string, previous: string): boolean =>
	[starter, amount, /^-/].some((form) => form.test(text)) || starterOption.test(previous);

/** `docker --context prod run`: every other option has a value. */
function afterGlobalOptions(command: Command, start: number): number {
	let at = start;
	for (;;) {
		const text = command[at]?.text.literalStart ?? "";
		if (!text.startsWith("-")) return at;
		at += isGlobalSwitch(text) || text.includes("=") ? 1 : 2;
	}
}

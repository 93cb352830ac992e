import { literalStart, written } from "../compose/template.ts";
import { isGlobalSwitch } from "./flags.ts";
import type { Command, Word } from "./shell-words.ts";

/** A command that runs a container. */
export interface RunCommand {
	readonly engine: string;
	/** The first word of it, without `sudo` and the like. */
	readonly first: Word;
	/** What stands behind `run`. */
	readonly words: readonly Word[];
}

const engines = /^(?:.*[\\/])?(docker|podman|nerdctl|finch)(?:\.exe)?$/i;
/** Words that a command may begin with before its program: prompts, assignments, the shell's own, programs that start others. */
const before =
	/^(?:[$>%]|PS>|[A-Za-z_][A-Za-z0-9_]*=.*|!|\{|then|do|else|elif|if|while|until|exec|time|nohup|command|env|nice|sudo|doas)$/;

/** The part of a command from the container engine on, if it runs a container: `docker run`, `sudo podman container run`. */
export function runCommandIn(command: Command): RunCommand | null {
	const texts = command.map((word) => written(word.template));
	const start = texts.findIndex((text, index) => engines.test(text) && isPrefix(texts.slice(0, index)));
	const first = command[start];
	const [, engine] = engines.exec(texts[start] ?? "") ?? [];
	if (first === undefined || engine === undefined) return null;
	let at = afterGlobalOptions(command, start + 1);
	if (texts[at] === "container") at += 1;
	if (texts[at] !== "run" && texts[at] !== "create") return null;
	return { engine: engine.toLowerCase(), first, words: command.slice(at + 1) };
}

/** `sudo` has options of its own, with values (`-u root`). */
function isPrefix(words: readonly string[]): boolean {
	const elevated = words.findIndex((word) => word === "sudo" || word === "doas");
	const own = elevated === -1 ? words : words.slice(0, elevated);
	const options = elevated === -1 ? [] : words.slice(elevated + 1);
	return own.every((word) => before.test(word)) && options.every((word, index) => isOption(word, options[index - 1]));
}

const isOption = (word: string, previous: string | undefined): boolean =>
	word.startsWith("-") || before.test(word) || (previous !== undefined && /^-[ugpCDhrTt]$/.test(previous));

/** `docker --context prod run`: what begins with a dash and stands not alone has a value. */
function afterGlobalOptions(command: Command, start: number): number {
	let at = start;
	for (;;) {
		const text = literalStart(command[at]?.template ?? []);
		if (!text.startsWith("-")) return at;
		at += isGlobalSwitch(text) || text.includes("=") ? 1 : 2;
	}
}

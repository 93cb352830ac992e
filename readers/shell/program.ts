import { redirectsOutput } from "./redirections.ts";
import { baseName, isBeforeProgram, shell } from "./wrappers.ts";

/** A program that a command starts, and its arguments. */
export interface Program {
	/** Without its folder. */
	readonly name: string;
	readonly args: readonly string[];
}

/** Options of wrappers that take the next word: `sudo -u app`, `env -u NAME`, `nice -n 5`, `xargs -I x`, `timeout -s KILL`. */
const withValue = /^-[ugnskIPL]$/;
/** Wrappers that start a program after one operand: a user or a duration. */
const withOperand: ReadonlySet<string> = new Set(["gosu", "su-exec", "chpst", "timeout"]);
/** Programs that take a command as the value of `-c`. */
const takesCommand = (name: string): boolean => shell.test(name) || name === "su" || name === "runuser";

/** Scripts start their arguments with `exec "$@"`; an option right after one belongs to the script: `entrypoint.sh --master yarn`. */
const script = /entrypoint$|\.sh$/;

/** The program in the tokens of one command; the name is empty when there is none. */
export function programIn(tokens: readonly string[]): Program {
	const start = startIn(tokens);
	const redirecting = tokens.findIndex((token, index) => index > start && redirectsOutput(token));
	return {
		name: baseName(tokens[start] ?? ""),
		args: tokens.slice(start + 1, redirecting === -1 ? undefined : redirecting),
	};
}

function startIn(tokens: readonly string[]): number {
	let wrapper = "";
	let at = commandOption(tokens) + 1;
	for (; isBeforeProgram(tokens[at] ?? ""); at += 1) {
		const token = tokens[at] ?? "";
		if (script.test(wrapper) && /^-./.test(token) && token !== "--") return at;
		if (!/^-|=/.test(token)) wrapper = baseName(token);
		if (wrapper !== "" && !takesCommand(wrapper) && withValue.test(token)) at += 1;
		const next = tokens[at + 1] ?? "";
		if (withOperand.has(wrapper) && !next.startsWith("-")) {
			wrapper = "";
			at += 1;
		}
	}
	return at;
}

/** The index of a shell's `-c`: `/init sh -c …`, `su app -c …`. */
function commandOption(tokens: readonly string[]): number {
	const taker = tokens.findIndex((token) => takesCommand(baseName(token)));
	return taker === -1 ? -1 : tokens.findIndex((token, index) => index > taker && /^-[a-z]*c$/.test(token));
}

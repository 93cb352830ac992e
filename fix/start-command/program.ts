/** A program that a command starts, and what it is given. */
export interface Program {
	/** Without its folder. */
	readonly name: string;
	readonly given: readonly string[];
}

/** Shells, words of the shell's own, and programs that start what stands behind them. */
const before =
	/^(?:(?:\S*\/)?(?:sh|bash|ash|dash|ksh|zsh|env|sudo|doas|exec|command|builtin|eval|nohup|time|timeout|nice|ionice|stdbuf|setsid|xargs|tini|dumb-init|gosu|su-exec|chpst|busybox|corepack|with-contenv|[\w.-]*entrypoint|[\w.-]+\.sh)|pipefail|then|do|else|elif|if|while|until|[{!]|-.*|\w+=.*)$/;
/** Options of those that take the next word: `sudo -u app`, `env -u NAME`, `nice -n 5`, `xargs -I x`, `timeout -s KILL`. */
const withValue = /^-[ugnskIPL]$/;
/** Start a program after one word of their own: a user, or how long. */
const withOperand: ReadonlySet<string> = new Set(["gosu", "su-exec", "chpst", "timeout"]);
const takesCommand = /^(?:ba|a|da|k|z)?sh$|^(?:su|runuser)$/;

/** Scripts start what is behind them with `exec "$@"`; an option right behind is their own: `entrypoint.sh --master yarn`. */
const script = /entrypoint$|\.sh$/;

export const nameOf = (token: string): string => token.slice(token.lastIndexOf("/") + 1);

/** Of the tokens of one command; the name is empty where there is none. */
export function programIn(tokens: readonly string[]): Program {
	const start = startIn(tokens);
	const redirecting = tokens.findIndex((token, index) => index > start && /^[\d&]?>/.test(token));
	return {
		name: nameOf(tokens[start] ?? ""),
		given: tokens.slice(start + 1, redirecting === -1 ? undefined : redirecting),
	};
}

function startIn(tokens: readonly string[]): number {
	let wrapper = "";
	let at = commandOption(tokens) + 1;
	for (; before.test(tokens[at] ?? ""); at += 1) {
		const token = tokens[at] ?? "";
		if (script.test(wrapper) && /^-./.test(token) && token !== "--") return at;
		if (!/^-|=/.test(token)) wrapper = nameOf(token);
		if (wrapper !== "" && !takesCommand.test(wrapper) && withValue.test(token)) at += 1;
		const next = tokens[at + 1] ?? "";
		if (withOperand.has(wrapper) && !next.startsWith("-")) {
			wrapper = "";
			at += 1;
		}
	}
	return at;
}

/** Where the `-c` of a shell is: `/init sh -c …`, `su app -c …`. */
function commandOption(tokens: readonly string[]): number {
	const shell = tokens.findIndex((token) => takesCommand.test(nameOf(token)));
	return shell === -1 ? -1 : tokens.findIndex((token, index) => index > shell && /^-[a-z]*c$/.test(token));
}

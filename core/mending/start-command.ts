import type { StartFacts } from "../task-definition-facts.ts";

/** Longer ones are looked at up to here: a task definition has 64 KiB at most. */
const mostCharacters = 65_536;
const mostFound = 20;

/**
 * What the words of an entry point and a command plainly write, whatever quotes they stand in: null where there are no
 * words. Only paths and names of package managers come out of it, as commands may hold secrets.
 */
export function startOf(words: readonly string[]): StartFacts | null {
	const said = words.filter((word) => word.trim() !== "").join(" ");
	if (said === "") return null;
	const text = said
		.slice(0, mostCharacters)
		.replace(/\\\r?\n/g, " ")
		.replace(/['"`\\()]/g, " ");
	const commands = text.split(commandEnd).map((one) => one.split(/\s+/).filter((token) => token !== ""));
	const redirected = [...text.matchAll(redirection)].map(([, path = ""]) => path);
	return {
		writes: distinct([...redirected, ...commands.flatMap(targetsOf)].filter((path) => !ofTheKernel.test(path))),
		installers: distinct(commands.flatMap(installersIn)),
	};
}

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].slice(0, mostFound);

/** `>&`, `&>` and `>|` are redirections. */
const commandEnd = /&&|\|\||;|\n|(?<!>)[|&](?!>)/;

/** Arrows of other languages are none. */
const redirection = /(?<![=<-])>{1,2}\|?[^\S\n]*(\/[^\s;&|<>]+)/g;

const ofTheKernel = /^\/(?:dev|proc|sys)(?:\/|$)/;

/** What stands before a program: shells with their options, variables, words of the shell's own. */
const beforeProgram =
	/^(?:(?:\S*\/)?(?:sh|bash|ash|dash|zsh|env|sudo|exec|command|eval|nohup|time)|pipefail|then|do|else|if|while|[{!]|-.*|\w+=.*)$/;

/** Write to each of their paths. */
const toAll: ReadonlySet<string> = new Set(["tee", "mkdir", "touch", "chown", "chmod"]);
/** Write to the last one. */
const toLast: ReadonlySet<string> = new Set(["cp", "mv", "ln"]);

const nameOf = (token: string): string => token.slice(token.lastIndexOf("/") + 1);

function targetsOf(tokens: readonly string[]): readonly string[] {
	const start = tokens.findIndex((token) => !beforeProgram.test(token));
	const program = nameOf(tokens[start] ?? "");
	const redirecting = tokens.findIndex((token, index) => index > start && /^[\d&]?>/.test(token));
	const given = tokens.slice(start + 1, redirecting === -1 ? undefined : redirecting);
	const operands = given.filter((token) => !token.startsWith("-"));
	const isInPlace = program === "sed" && given.some((token) => /^-[a-z]*i|^--in-place/i.test(token));
	const direct = toAll.has(program) ? operands : toLast.has(program) || isInPlace ? operands.slice(-1) : [];
	return [...direct, ...outputsOf(given)].filter((path) => path.startsWith("/"));
}

/** `-o /path`, `-O/path`, `--output=/path`. */
function outputsOf(tokens: readonly string[]): readonly string[] {
	return tokens.flatMap((token, index) => {
		if (/^(?:-[a-zA-Z]*[oO]|--output(?:-document|-file)?)$/.test(token)) return tokens[index + 1] ?? [];
		return /^(?:-[oO]|--output(?:-document|-file)?=)(\/.*)$/.exec(token)?.[1] ?? [];
	});
}

const installers: ReadonlySet<string> = new Set(
	"pip pip3 pipx uv poetry pipenv npm pnpm yarn apt apt-get apk yum dnf microdnf gem bundle composer conda".split(" "),
);
const installing: ReadonlySet<string> = new Set("install i ci add update upgrade sync require".split(" "));
/** `apt-get -o Some::Option=1 -y install`: so many words may stand between. */
const mostBetween = 6;

function installersIn(tokens: readonly string[]): readonly string[] {
	return tokens.flatMap((token, index) => {
		const name = nameOf(token);
		if (!installers.has(name)) return [];
		const rest = tokens.slice(index + 1, index + 1 + mostBetween);
		if (name === "yarn" && rest.every((word) => word.startsWith("-"))) return name;
		const verb = rest.findIndex((word, at) => !word.startsWith("-") && rest[at - 1]?.startsWith("-") !== true);
		const asked = rest.slice(0, verb === -1 ? undefined : verb + 1);
		return asked.some((word) => installing.has(word)) ? name : [];
	});
}

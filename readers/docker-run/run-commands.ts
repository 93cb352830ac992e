import type { Command, Word } from "../shell/words.ts";
import { assignment, printer, prompt, reservedWord, starter, starterOption } from "../shell/wrappers.ts";
import { isGlobalSwitch } from "./flags.ts";

/** A command that runs a container. */
export interface RunCommand {
	readonly engine: string;
	/** The first word of it, without `sudo` and the like. */
	readonly first: Word;
	/** The words after `run`. */
	readonly words: readonly Word[];
}

/**
 * A container engine, by its name in any folder; the name is the group. A unit's setting and the prefixes of its value are in the same word:
 * `ExecStart=-docker`. https://man7.org/linux/man-pages/man5/systemd.service.5.html
 */
export const enginePattern = /^(?:(?:Exec\w*=|command=)[-@:+!|]*|.*[\\/])?(docker|podman|nerdctl|finch)(?:\.exe)?$/i;
/** An operand of `timeout` or `nice`. */
const amount = /^\d+(?:\.\d+)?[smhd]?$/;

/** The part of a command from the container engine on, if it runs a container: `docker run`, `sudo podman container run`. */
export function runCommandIn(written: Command): RunCommand | null {
	const command = written.slice(countUnitWords(written.map((word) => String(word.text))));
	const texts = command.map((word, index) => withoutRecipePrefix(String(word.text), index));
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

/**
 * How a line of a makefile is run, which make(1) takes off: `@docker`, `-docker`, `@-sudo`.
 * https://www.gnu.org/software/make/manual/html_node/Recipes-in-Rules.html
 */
const withoutRecipePrefix = (text: string, index: number): string =>
	index === 0 ? text.replace(/^[@+-]+(?=[A-Za-z_.~/])/, "") : text;

/** A field of a crontab's schedule: `0-59/5,30`, `mon`. https://man7.org/linux/man-pages/man5/crontab.5.html */
const scheduleField = /^(?:\*|[\d,*/~-]+|[A-Za-z]{3}(?:[-,][A-Za-z]{3})*)(?:\/\d+)?$/;
const scheduleName = /^@(?:reboot|yearly|annually|monthly|weekly|daily|midnight|hourly)$/;
/** The user of a system's crontab stands before the command. */
const userName = /^[a-z_][a-z0-9_-]{0,31}$/;
/** A setting whose value is a command, in a unit of systemd or a program of Supervisor; `ExecStart=/usr/bin/docker` is one word. */
const commandSetting = /^(?:Exec\w*|command)$/;

/** The number of words before the command of a crontab's line or of a setting. */
function countUnitWords(texts: readonly string[]): number {
	if (commandSetting.test(texts[0] ?? "") && texts[1] === "=") return 2;
	const isScheduled = texts.length > 5 && texts.slice(0, 5).every((text) => scheduleField.test(text));
	const fields = scheduleName.test(texts[0] ?? "") ? 1 : isScheduled ? 5 : 0;
	if (fields === 0) return 0;
	const hasUser = userName.test(texts[fields] ?? "") && startsProgram(texts[fields + 1] ?? "");
	return hasUser && !startsProgram(texts[fields] ?? "") && !printer.test(texts[fields] ?? "") ? fields + 1 : fields;
}

const startsProgram = (text: string): boolean => [enginePattern, starter, assignment].some((form) => form.test(text));

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

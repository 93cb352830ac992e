import type { Command } from "../shell/words.ts";
import { assignment, baseName, printer, runsString } from "../shell/wrappers.ts";
import { enginePattern } from "./run-commands.ts";

/** Variables that probably contain an engine's name: `$DOCKER`, `${CONTAINER_CLI}`. */
const engineVariables = /^\$\{\w*(?:docker|podman|nerdctl|finch|container|engine|oci)\w*\}$/i;
const starts = /^(?:run|create)$/;
/** Options that distinguish `docker run` from the `run` of other programs. */
const ofContainers =
	/^(?:-[dit]{1,3}|-[ev]|--(?:rm|detach|env|volume|mount|network|privileged|name|cap-add|user|init|read-only)(?:=.*)?)$/;

/**
 * What appears to run a container in a command that is not read as `docker run`: the program that does it (`xargs`), or the
 * variable that contains the engine's name (`${DOCKER}`). Null when nothing does.
 */
export function findHiddenRun(command: Command): string | null {
	const texts = command.map(({ text }) => String(text));
	const first = texts.findIndex((text) => !assignment.test(text));
	const program = baseName(texts[first] ?? "");
	if (printer.test(program)) return null;
	// A variable of a makefile: as a command, it would run a program called run.
	const named = texts.findIndex((text, at) => isEngineInVariable(text) && runAfter(texts, at) > 0);
	if (named >= 0) return safeName(texts[named]?.split("=")[0] ?? "");
	const inner = texts.findIndex((text) => runsString(baseName(text)));
	const words =
		inner < 0
			? texts
			: texts.flatMap((text, at) => (at > inner ? text.replace(/^\w+=/, "").split(/[\s;&|("']+/) : [text]));
	if (words.some((word, at) => enginePattern.test(word) && runAfter(words, at) > 0)) {
		return safeName(inner < 0 ? program : baseName(texts[inner] ?? ""));
	}
	const variable = command.findIndex(({ text: { holes } }, at) => {
		const run = holes.length === 1 ? runAfter(texts, at) : 0;
		if (run === 0 || run + 1 >= texts.length) return false;
		return engineVariables.test(texts[at] ?? "") || texts.slice(run + 1).some((text) => ofContainers.test(text));
	});
	return variable < 0 ? null : safeName(texts[variable] ?? "");
}

const isEngineInVariable = (text: string): boolean =>
	assignment.test(text) && enginePattern.test(text.replace(assignment, ""));

/** Maximum number of words in the options of an engine. */
const maxWords = 40;

/** The index of `run` or `create` after an engine and its options; 0 when the engine does something else. */
function runAfter(words: readonly string[], engine: number): number {
	let at = engine + 1;
	while (words[at]?.startsWith("-") && at < engine + maxWords) {
		const takesNext = !words[at]?.includes("=") && !/^(?:-|run$|create$|container$)/.test(words[at + 1] ?? "-");
		at += takesNext ? 2 : 1;
	}
	if (words[at] === "container") at += 1;
	return starts.test(words[at] ?? "") ? at : 0;
}

/** Commands may contain secrets: only a plain name is shown. */
const safeName = (text: string): string => (/^(?:[\w.+-]{1,40}|\$\{\w{1,40}\})$/.test(text) ? text : "this command");

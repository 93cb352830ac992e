import type { Command } from "../shell/words.ts";
import { assignment, baseName, printer, runsString } from "../shell/wrappers.ts";
import { enginePattern } from "./run-commands.ts";

/** Variables that an engine's name is likely to be in: `$DOCKER`, `${CONTAINER_CLI}`. */
const engineVariables = /^\$\{\w*(?:docker|podman|nerdctl|finch|container|engine|oci)\w*\}$/i;
const starts = /^(?:run|create)$/;
/** What tells `docker run` from the `run` of other programs. */
const ofContainers =
	/^(?:-[dit]{1,3}|-[ev]|--(?:rm|detach|env|volume|mount|network|privileged|name|cap-add|user|init|read-only)(?:=.*)?)$/;

/**
 * What seems to run a container in a command that is not read as one, for people: the program that does it (`xargs`), or the
 * variable that the engine's name is in (`${DOCKER}`). Null where nothing seems to.
 */
export function findHiddenRun(command: Command): string | null {
	const texts = command.map(({ text }) => String(text));
	const first = texts.findIndex((text) => !assignment.test(text));
	const program = baseName(texts[first] ?? "");
	if (printer.test(program)) return null;
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

/** Options of an engine, with their values: nobody writes more. */
const maxWords = 40;

/** Where an engine at a position is told to run a container, behind its own options; 0 where it is told something else. */
function runAfter(words: readonly string[], engine: number): number {
	let at = engine + 1;
	while (words[at]?.startsWith("-") && at < engine + maxWords) {
		const takesNext = !words[at]?.includes("=") && !/^(?:-|run$|create$|container$)/.test(words[at + 1] ?? "-");
		at += takesNext ? 2 : 1;
	}
	if (words[at] === "container") at += 1;
	return starts.test(words[at] ?? "") ? at : 0;
}

/** Commands may hold secrets: only what is plainly a name is shown. */
const safeName = (text: string): string => (/^(?:[\w.+-]{1,40}|\$\{\w{1,40}\})$/.test(text) ? text : "this command");

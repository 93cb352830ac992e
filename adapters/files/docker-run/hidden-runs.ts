import { literalStart, written } from "../compose/template.ts";
import type { Command } from "./shell-words.ts";

/** Programs that run what their arguments say, in ways of their own. */
const runners =
	/^(?:.*\/)?(?:xargs|parallel|coproc|eval|su|ssh|watch|setsid|flock|chroot|systemd-run|stdbuf|ionice|taskset|(?:ba|da|z|k|a)?sh)$/;
const engines = /^(?:.*[\\/("'])?(?:docker|podman|nerdctl|finch)(?:\.exe)?$/i;
const starts = /^(?:run|create)$/;

/** How many words may stand before such a program, or between an engine and its `run`. */
const most = 8;

/**
 * What seems to run a container in a command that is not read as one, for people: the program that does it (`xargs`), or the
 * variable that the engine's name is in (`${DOCKER}`). Null where nothing seems to.
 */
export function hiddenRunIn(command: Command): string | null {
	const texts = command.map(({ template }) => written(template));
	const runner = texts.slice(0, most).findIndex((text) => runners.test(text));
	if (runner >= 0 && runsOne(texts.slice(runner + 1).flatMap((text) => text.split(/\s+/))))
		return texts[runner] ?? null;
	const variable = command.slice(0, most).findIndex(({ template }, at) => {
		const next = texts[at + 1] === "container" ? at + 2 : at + 1;
		return literalStart(template) === "" && starts.test(texts[next] ?? "") && next + 1 < texts.length;
	});
	return texts[variable] ?? null;
}

const runsOne = (words: readonly string[]): boolean =>
	words.some((word, at) => engines.test(word) && words.slice(at + 1, at + 1 + most).some((next) => starts.test(next)));

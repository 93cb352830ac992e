import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { controls } from "../../controls/index.ts";
import { BadInputError } from "../../core/errors.ts";
import { formatList } from "../../core/text.ts";
import { type Option, parseArguments, quote, suggest } from "../arguments.ts";
import type { Command } from "../command.ts";
import { noColorOption } from "../common-options.ts";
import { controlsNamed } from "../nearest-control.ts";
import { pagesFolder } from "../pages-folder.ts";
import { renderMarkdown } from "../render-markdown.ts";
import { ansiPaint, plainPaint, type Terminal, useColor } from "../terminal.ts";

const about = `Prints the page of a control: what it requires and why, what passes and what fails, and how to fix it in ECS JSON, CDK,
Terraform and Compose. The last part of the name is enough if no other control has it: read-only-root. The id of the equivalent
Security Hub control is accepted as well: ECS.5. Without a name, lists all controls.`;

const options: Readonly<Record<string, Option>> = { "no-color": noColorOption };

const statuses = { 0: "printed", 2: "bad usage, or no such control" };

async function start(args: readonly string[], terminal: Terminal): Promise<number> {
	const { flags, positionals } = parseArguments(args, options);
	const [name, ...more] = positionals;
	if (more.length > 0) throw new BadInputError("explain takes one control; write one name");
	const paint = useColor(terminal, flags.has("no-color")) ? ansiPaint : plainPaint;
	const lines = name === undefined ? controlList() : renderMarkdown(readPage(name), paint, terminal.width);
	await terminal.print(`${lines.join("\n")}\n`);
	return 0;
}

const ids = controls.map(({ id }) => id);

function controlList(): string[] {
	const widest = Math.max(...ids.map((id) => id.length));
	return controls.map(({ id, severity, title }) => `${id.padEnd(widest)}  ${severity.padEnd(8)}  ${title}`);
}

function readPage(name: string): string {
	const named = controlsNamed(name);
	if (named.length > 1)
		throw new BadInputError(`several controls are called ${quote(name)}; write one of ${formatList(named, 10)}`);
	const id = named[0] ?? findByAwsId(name);
	if (id === undefined) throw new BadInputError(`unknown control ${quote(name)}; ${suggestionFor(name)}`);
	const path = join(pagesFolder, `${id}.md`);
	if (!existsSync(path))
		throw new BadInputError(`the page of ${id} is missing from this installation; reinstall shipshape`);
	return readFileSync(path, "utf8");
}

/** The control that is equivalent to a Security Hub control, such as `ECS.5`. */
const findByAwsId = (name: string): string | undefined =>
	controls.find(({ aws }) => aws?.split(", ").includes(name.toUpperCase()))?.id;

/** Suggestions include the last part of a control's name, because that is what most people type. */
function suggestionFor(name: string): string {
	const shortNames = [...new Set(ids.map((id) => id.split("/")[1] ?? id))];
	const candidates = shortNames.filter((one) => name !== "" && one.includes(name));
	if (candidates.length > 1) return `write one of ${formatList(candidates, 10)}`;
	const suggestion = suggest(name, [...ids, ...shortNames]);
	return suggestion.startsWith('"') ? `write ${suggestion}` : "run shipshape explain to list all controls";
}

export const explain: Command = {
	...{ usage: "explain [CONTROL]", about, options, statuses, start },
	words: ids,
};

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { controls } from "../../controls/index.ts";
import { BadInputError } from "../../core/errors.ts";
import { listed } from "../../core/text.ts";
import { argumentsOf, meant, type Option, quoted } from "../arguments.ts";
import type { Command } from "../command.ts";
import { pageLines } from "../page-lines.ts";
import { pagesFolder } from "../pages-folder.ts";
import { inColour, plain, type Terminal, wantsColour } from "../terminal.ts";

const help = `shipshape explain [CONTROL]

The page of a control: what it asks and why, what passes and what fails, and how to mend it in ECS JSON, CDK, Terraform and
Compose. The last part of the name is enough: read-only-root; so is the id of Security Hub's control that asks the same: ECS.5.
Without a name, all controls.

  --no-color      no colours; NO_COLOR and FORCE_COLOR are understood too
`;

const options: Readonly<Record<string, Option>> = { "no-color": { type: "flag" } };

async function start(args: readonly string[], terminal: Terminal): Promise<number> {
	const { flags, positionals } = argumentsOf(args, options);
	const [name, ...more] = positionals;
	if (more.length > 0) throw new BadInputError("explain takes one control; write one name");
	const paint = wantsColour(terminal, flags.has("no-color")) ? inColour : plain;
	const lines = name === undefined ? listLines() : pageLines(pageOf(name), paint, terminal.width);
	await terminal.print(`${lines.join("\n")}\n`);
	return 0;
}

const ids = controls.map(({ id }) => id);

function listLines(): string[] {
	const widest = Math.max(...ids.map((id) => id.length));
	return controls.map(({ id, severity, title }) => `${id.padEnd(widest)}  ${severity.padEnd(8)}  ${title}`);
}

function pageOf(name: string): string {
	const id = ids.find((one) => one === name || one.endsWith(`/${name}`)) ?? sameAs(name);
	if (id === undefined) throw new BadInputError(`there is no control ${quoted(name)}; write ${meantControl(name)}`);
	const path = join(pagesFolder, `${id}.md`);
	if (!existsSync(path)) throw new BadInputError(`the page of ${id} is not beside the program; install shipshape anew`);
	return readFileSync(path, "utf8");
}

/** The control that asks the same as one of Security Hub: `ECS.5`. */
const sameAs = (name: string): string | undefined =>
	controls.find(({ aws }) => aws?.split(", ").includes(name.toUpperCase()))?.id;

/** Most people write the last part of a control's name only. */
function meantControl(name: string): string {
	const last = ids.map((id) => id.split("/")[1] ?? id);
	const alike = last.filter((one) => name !== "" && one.includes(name));
	if (alike.length > 1) return `one of ${listed(alike, 10)}`;
	const isNear = meant(name, [...ids, ...last]);
	return isNear.startsWith('"') ? isNear : "shipshape explain for the list";
}

export const explain: Command = { help, start };

import type { Option } from "./arguments.ts";
import type { Command } from "./command.ts";
import { wrap } from "./terminal.ts";

const width = 120;

/** Every command has it. */
export const helpOption: Option = { type: "flag", short: "h", help: "prints what the command does and its options" };

/** What `shipshape COMMAND --help` prints, made of the tables of the command. */
export function helpOf({ usage, about, options, more = "", statuses }: Command): string {
	const entries = Object.entries({ ...options, help: helpOption }).map(
		([name, option]) => [labelOf(name, option), option] as const,
	);
	const indent = Math.max(...entries.map(([label]) => label.length)) + 4;
	return [
		`shipshape ${usage}`,
		"",
		...paragraphs(about),
		...entries.flatMap(([label, option]) => optionLines(label, option, indent)),
		"",
		...paragraphs(more),
		"Exit status:",
		...Object.entries(statuses).flatMap(([status, meaning]) => hanging(`  ${status}  `, meaning, 5)),
		"",
	].join("\n");
}

/** `--output FILE`, `--quiet, -q`. */
export function labelOf(name: string, option: Option): string {
	if (option.type !== "flag") return `--${name} ${option.value}`;
	return option.short === undefined ? `--${name}` : `--${name}, -${option.short}`;
}

/** What an option does, with the names that it takes. */
export function describeOption(option: Option): string {
	if (option.type !== "choice" || option.choiceLines !== undefined) return option.help;
	return `${option.help}: ${option.choices.join(", ")}`;
}

function optionLines(label: string, option: Option, indent: number): readonly string[] {
	const lines = option.type === "choice" ? (option.choiceLines ?? []) : [];
	const text = `${describeOption(option)}${lines.length === 0 ? "" : ":"}`;
	return [
		...hanging(`  ${label}`.padEnd(indent), text, indent),
		...lines.map((line) => `${" ".repeat(indent)}${line}`),
	];
}

function hanging(start: string, text: string, indent: number): readonly string[] {
	const [first = "", ...rest] = wrap(text, " ".repeat(indent), width);
	return [`${start}${first.slice(indent)}`, ...rest];
}

/** Each followed by an empty line. */
const paragraphs = (text: string): readonly string[] =>
	text
		.split("\n\n")
		.filter((one) => one !== "")
		.flatMap((one) => [...wrap(one.replaceAll("\n", " "), "", width), ""]);

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(__dirname, "..", "..");

export const textOf = (path: string): string => readFileSync(join(root, path), "utf8");

/** Paths, from the root, of the files below a folder whose names have this ending. */
export const filesBelow = (folder: string, end: string): readonly string[] =>
	readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith(end))
		.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
		.sort();

export interface Block {
	/** `yaml`, `json`; empty if none is given. */
	readonly language: string;
	readonly text: string;
	/** The nearest heading or paragraph above. */
	readonly under: string;
}

const fence = /^( *)```(\w*)\n([\s\S]*?)^ *```$/m;

/** The fenced blocks of a page, also those in lists, without their indentation. */
export function blocksOf(page: string): readonly Block[] {
	const parts = page.split(fence);
	return Array.from({ length: (parts.length - 1) / 4 }, (_, index) => {
		const [above = "", indentation = "", language = "", text = ""] = parts.slice(index * 4);
		const dedented = text.replace(new RegExp(`^${indentation}`, "gm"), "");
		return { language, text: dedented, under: above.trim().split("\n\n").at(-1) ?? "" };
	});
}

/** The code inside the sentences of a page, each once. */
export const inlineCodeOf = (page: string): readonly string[] => {
	const sentences = page.replace(new RegExp(fence, "gm"), "");
	return [...new Set([...sentences.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code.replace(/\s+/g, " ")))];
};

/** The text below a heading of the second level. */
export const sectionOf = (page: string, heading: string): string =>
	page.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";

export interface ShownCommand {
	/** `check`; empty for `shipshape --version`. */
	readonly command: string;
	/** `--format`, `-q`. */
	readonly options: readonly string[];
	readonly line: string;
}

/** `npx shipshape check .`, `node dist/shipshape.mjs check .`, `npx ./shipshape-0.1.0.tgz check .`. */
const ourCall =
	/(?:^|[\s;&|])(?:[^\s/]*\/)*(?:shipshape[-\w.*]*\.(?:mjs|tgz)"?|shipshape)[ \t]+((?:--?)?[a-z][^|>&;#]*)/;

/** Every call of our command line that a page shows, in blocks and inside sentences. */
export function commandsIn(page: string): readonly ShownCommand[] {
	const code = [
		...blocksOf(page).map(({ text }) => text),
		...[...page.matchAll(/`([^`\n]+)`/g)].map(([, line]) => line),
	];
	return code
		.flatMap((text) => (text ?? "").replaceAll("\\\n", " ").split("\n"))
		.flatMap((line) => {
			const [call, words = ""] = ourCall.exec(line) ?? [];
			if (call === undefined) return [];
			const [command = "", ...rest] = words.trim().split(/\s+/);
			const named = /^[a-z]/.test(command);
			return [
				{
					command: named ? command : "",
					options: [...(named ? [] : [command]), ...rest].filter((word) => word.startsWith("-") && word !== "-"),
					line: line.trim(),
				},
			];
		});
}

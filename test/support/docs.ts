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

/** The fenced blocks of a page. */
export function blocksOf(page: string): readonly Block[] {
	const parts = page.split(/^```(\w*)\n([\s\S]*?)^```$/m);
	return Array.from({ length: (parts.length - 1) / 3 }, (_, index) => {
		const [above = "", language = "", text = ""] = parts.slice(index * 3);
		return { language, text, under: above.trim().split("\n\n").at(-1) ?? "" };
	});
}

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

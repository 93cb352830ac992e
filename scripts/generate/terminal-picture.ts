import { run } from "../../cli/run.ts";

/** What the picture of the README shows: the first command of its start. */
const shownCommand = ["check", "examples/bad/task-definition.json"] as const;

const columns = 108;
const lineHeight = 19;
const charWidth = 7.85;
const margin = 16;

/** Colors of a terminal, by the codes that the command line prints (ECMA-48). */
const styles: Readonly<Record<string, string>> = {
	"1": ' font-weight="bold"',
	"2": ' fill="#8b949e"',
	"31": ' fill="#ff7b72"',
	"32": ' fill="#7ee787"',
	"33": ' fill="#e3b341"',
};

/** docs/images/check.svg: what `shipshape check` prints about an example, as a terminal shows it. */
export async function terminalPicture(root: string): Promise<readonly [path: string, svg: string]> {
	const printed: string[] = [];
	await run(shownCommand, {
		print: async (text) => void printed.push(text),
		printError: (line) => void printed.push(`${line}\n`),
		input: nothing(),
		environment: {},
		width: columns,
		colors: true,
		folder: root,
	});
	const command = `$ npx --no-install shipshape ${shownCommand.join(" ")}`;
	return ["docs/images/check.svg", svgOf([command, ...printed.join("").trimEnd().split("\n")])];
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

function svgOf(lines: readonly string[]): string {
	const width = Math.round(columns * charWidth + 2 * margin);
	const height = lines.length * lineHeight + 2 * margin;
	const texts = lines.map((line, index) => {
		const y = margin + (index + 0.75) * lineHeight;
		return `<text x="${margin}" y="${y}">${spansOf(line)}</text>`;
	});
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<title>What shipshape check prints about a task definition: each failure with its line, severity, cause and fix</title>
<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13" fill="#e6edf3" xml:space="preserve">
${texts.join("\n")}
</g>
</svg>
`;
}

/** A line with its colors. */
function spansOf(line: string): string {
	const on = new Set<string>();
	// biome-ignore lint/suspicious/noControlCharactersInRegex: the codes of colors begin with one
	const parts = line.split(/\u001b\[(\d+)m/);
	return parts
		.map((part, index) => {
			if (index % 2 === 0)
				return part === "" ? "" : `<tspan${[...on].map((code) => styles[code]).join("")}>${escaped(part)}</tspan>`;
			if (part === "22") for (const code of ["1", "2"]) on.delete(code);
			else if (part === "39") for (const code of ["31", "32", "33"]) on.delete(code);
			else if (styles[part] !== undefined) on.add(part);
			return "";
		})
		.join("");
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

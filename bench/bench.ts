import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build, type Metafile } from "esbuild";
import { defaultPolicy } from "../controls/default-policy.ts";
import { environment } from "../core/environment.ts";
import { functions } from "../functions/manifest.ts";
import { type BundleVariant, bundleFunctions, bundling, shipped } from "../infra/bundle.ts";

/**
 * How long a cold start's import of each bundle takes: ESM against CommonJS, with all of the SDK's credential providers
 * and with the only one that Lambda needs, and against a bundle that holds nothing but the same SDK clients and commands.
 */
const maxRatio = 1.2;
const variants: readonly BundleVariant[] = [
	{ format: "esm", leanCredentials: false },
	{ format: "esm", leanCredentials: true },
	{ format: "cjs", leanCredentials: false },
	{ format: "cjs", leanCredentials: true },
];
const labelOf = ({ format, leanCredentials }: BundleVariant): string => `${format}${leanCredentials ? " lean" : ""}`;
const fileIn = (folder: string, { format }: BundleVariant): string =>
	join(folder, format === "esm" ? "index.mjs" : "index.js");

/** Milliseconds by the clock, and those that the processor worked: a busy machine stretches only the former. */
interface Cost {
	readonly wall: number;
	readonly cpu: number;
}

interface Candidate {
	readonly name: string;
	/** A variant, or `bare`: nothing but the SDK, bundled like what is shipped. */
	readonly label: string;
	readonly file: string;
	readonly costs: Cost[];
}

const { values } = parseArgs({ options: { runs: { type: "string", default: "15" }, json: { type: "string" } } });
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) throw new RangeError("--runs takes a whole number from 1 on");

const folder = mkdtempSync(join(tmpdir(), "shipshape-bench-"));
try {
	const candidates = await candidatesIn(folder);
	for (const { file } of candidates) coldImport(file);
	// One after the other, round by round: whatever else the machine does meets all of them alike.
	for (let run = 0; run < runs; run++) {
		for (const { file, costs } of candidates) costs.push(coldImport(file));
	}
	report(candidates);
} finally {
	rmSync(folder, { recursive: true });
}

async function candidatesIn(folder: string): Promise<Candidate[]> {
	const candidates: Candidate[] = [];
	for (const variant of variants) {
		const label = labelOf(variant);
		const outdir = join(folder, label.replace(" ", "-"));
		const metafile = await bundleFunctions(defaultPolicy, outdir, variant);
		for (const { name } of functions) {
			candidates.push({ name, label, file: fileIn(join(outdir, name), variant), costs: [] });
			if (label !== labelOf(shipped)) continue;
			const outfile = fileIn(join(folder, "bare", name), variant);
			await bundleBareSdk(bareSdkOf(metafile, name), outfile);
			candidates.push({ name, label: "bare", file: outfile, costs: [] });
		}
	}
	return candidates;
}

/**
 * The clients of a bundle with the commands that it holds. Every function stops a cold start that lacks its configuration
 * and so makes its clients at import: the bare bundle does the same.
 */
function bareSdkOf(metafile: Metafile, name: string): string {
	const [output] = Object.values(metafile.outputs).filter(({ entryPoint }) => entryPoint?.includes(`/${name}/`));
	const found = new Map<string, string[]>();
	for (const [file, { bytesInOutput }] of Object.entries(output?.inputs ?? {})) {
		const [, client, exported] = /(@aws-sdk\/client-[a-z-]+)\/.*\/(\w+(?:Client|Command))\.js$/.exec(file) ?? [];
		if (client !== undefined && exported !== undefined && bytesInOutput > 0) {
			found.set(client, [...(found.get(client) ?? []), exported]);
		}
	}
	const names = [...found.values()].flat();
	const made = names.filter((one) => one.endsWith("Client")).map((one) => `new ${one}({})`);
	return [
		...[...found].map(([client, of]) => `import { ${of.join(", ")} } from "${client}";`),
		`export { ${names.join(", ")} };`,
		`export const clients = [${made.join(", ")}];`,
	].join("\n");
}

async function bundleBareSdk(contents: string, outfile: string): Promise<void> {
	const { outExtension, ...options } = bundling(shipped);
	await build({ ...options, stdin: { contents, resolveDir: join(import.meta.dirname, "..") }, outfile });
}

/** In a process of its own. */
function coldImport(file: string): Cost {
	const names = Object.values(environment).map((name) => [name, "http://127.0.0.1/bench"]);
	const env = { ...Object.fromEntries(names), AWS_REGION: "ap-northeast-1", NODE_DISABLE_COMPILE_CACHE: "1" };
	const runner = join(import.meta.dirname, "cold-import.mjs");
	return JSON.parse(execFileSync(process.execPath, [runner, file], { env, encoding: "utf8" }));
}

function medianOf(numbers: readonly number[]): number {
	const sorted = numbers.toSorted((a, b) => a - b);
	const middle = sorted.length / 2;
	return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

function report(candidates: readonly Candidate[]): void {
	const labels = [...variants.map(labelOf), "bare"];
	const rows = functions.map(({ name }) => {
		const costsOf = (label: string) => candidates.find((one) => one.name === name && one.label === label)?.costs ?? [];
		const medians = (of: keyof Cost) =>
			Object.fromEntries(labels.map((label) => [label, medianOf(costsOf(label).map((cost) => cost[of]))]));
		const [wall, cpu] = [medians("wall"), medians("cpu")];
		// Neighbours in time, so that both met the same machine.
		const pairs = costsOf(labelOf(shipped)).map((cost, run) => cost.cpu / (costsOf("bare")[run]?.cpu ?? Number.NaN));
		return { name, wall, cpu, ratio: medianOf(pairs) };
	});
	const line = (name: string, cells: readonly string[]) =>
		console.log(name.padEnd(28) + cells.map((cell) => cell.padStart(13)).join(""));
	const shown = (wall: number, cpu: number) => `${wall.toFixed(0)} / ${cpu.toFixed(0)}`;
	const total = (label: string, of: keyof Cost) => rows.reduce((sum, row) => sum + (row[of][label] ?? 0), 0);

	console.log(`Cold import, median milliseconds (clock / processor) of ${runs} processes, Node ${process.version}.`);
	console.log(
		`Shipped: ${labelOf(shipped)}. Bare: the same SDK clients alone. Ratio: shipped to bare, processor, median of the pairs.`,
	);
	line("", [...labels, "ratio"]);
	for (const { name, wall, cpu, ratio } of rows) {
		line(name, [...labels.map((label) => shown(wall[label] ?? 0, cpu[label] ?? 0)), ratio.toFixed(2)]);
	}
	line(
		"all",
		labels.map((label) => shown(total(label, "wall"), total(label, "cpu"))),
	);
	const fastest = variants.map(labelOf).toSorted((a, b) => total(a, "cpu") - total(b, "cpu"))[0];
	const slow = rows.filter(({ ratio }) => ratio > maxRatio).map(({ name }) => name);
	console.log(`Fastest in all: ${fastest}.`);
	console.log(
		slow.length === 0 ? `Each at most ${maxRatio} times bare.` : `Above ${maxRatio} times bare: ${slow.join(", ")}.`,
	);
	if (values.json !== undefined) {
		const figures = { node: process.version, runs, shipped: labelOf(shipped), fastest, rows };
		writeFileSync(values.json, `${JSON.stringify(figures, null, "\t")}\n`);
	}
	if (slow.length > 0) process.exitCode = 1;
}

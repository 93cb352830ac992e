import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build, type Metafile } from "esbuild";
import { defaultPolicy } from "../controls/default-policy.ts";
import { environment } from "../core/environment.ts";
import { functions } from "../functions/manifest.ts";
import { type BundleVariant, bundleFunctions, bundleOptions, shippedVariant } from "../infra/bundle.ts";

/**
 * Measures how long a cold start takes to import each bundle: ESM and CommonJS, with all of the SDK's credential providers and
 * with only the one that Lambda needs, compared with a bundle that contains only the same SDK clients and commands.
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

/** Milliseconds of wall-clock and of CPU time: a busy machine increases only the former. */
interface Cost {
	readonly wall: number;
	readonly cpu: number;
}

interface Candidate {
	readonly name: string;
	/** A variant, or `bare`: only the SDK, bundled like the shipped functions. */
	readonly label: string;
	readonly file: string;
	readonly costs: Cost[];
}

const { values } = parseArgs({ options: { runs: { type: "string", default: "15" }, json: { type: "string" } } });
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) throw new RangeError("--runs must be an integer of 1 or more");

const folder = mkdtempSync(join(tmpdir(), "shipshape-bench-"));
try {
	const candidates = await candidatesIn(folder);
	for (const { file } of candidates) coldImport(file);
	// In rounds over all candidates, so that other load on the machine affects all of them equally.
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
			if (label !== labelOf(shippedVariant)) continue;
			const outfile = fileIn(join(folder, "bare", name), variant);
			await bundleBareSdk(bareSdkOf(metafile, name), outfile);
			candidates.push({ name, label: "bare", file: outfile, costs: [] });
		}
	}
	return candidates;
}

/**
 * The source of a bundle with only the SDK clients and commands of a function. The functions create their clients at import,
 * so the bare bundle does the same.
 */
function bareSdkOf(metafile: Metafile, name: string): string {
	const [output] = Object.values(metafile.outputs).filter(({ entryPoint }) => entryPoint?.includes(`/${name}/`));
	const exportsByClient = new Map<string, string[]>();
	for (const [file, { bytesInOutput }] of Object.entries(output?.inputs ?? {})) {
		const [, client, exported] = /(@aws-sdk\/client-[a-z-]+)\/.*\/(\w+(?:Client|Command))\.js$/.exec(file) ?? [];
		if (client !== undefined && exported !== undefined && bytesInOutput > 0) {
			exportsByClient.set(client, [...(exportsByClient.get(client) ?? []), exported]);
		}
	}
	const names = [...exportsByClient.values()].flat();
	const clients = names.filter((one) => one.endsWith("Client")).map((one) => `new ${one}({})`);
	return [
		...[...exportsByClient].map(([client, of]) => `import { ${of.join(", ")} } from "${client}";`),
		`export { ${names.join(", ")} };`,
		`export const clients = [${clients.join(", ")}];`,
	].join("\n");
}

async function bundleBareSdk(contents: string, outfile: string): Promise<void> {
	const { outExtension, ...options } = bundleOptions(shippedVariant);
	await build({ ...options, stdin: { contents, resolveDir: join(import.meta.dirname, "..") }, outfile });
}

/** Measures one import in a new process. */
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
		// Pairs from the same round, so that both ran under the same load.
		const pairs = costsOf(labelOf(shippedVariant)).map(
			(cost, run) => cost.cpu / (costsOf("bare")[run]?.cpu ?? Number.NaN),
		);
		return { name, wall, cpu, ratio: medianOf(pairs) };
	});
	const line = (name: string, cells: readonly string[]) =>
		console.log(name.padEnd(28) + cells.map((cell) => cell.padStart(13)).join(""));
	const formatCost = (wall: number, cpu: number) => `${wall.toFixed(0)} / ${cpu.toFixed(0)}`;
	const total = (label: string, of: keyof Cost) => rows.reduce((sum, row) => sum + (row[of][label] ?? 0), 0);

	console.log(`Cold import, median milliseconds (wall clock / CPU) of ${runs} processes, Node ${process.version}.`);
	console.log(
		`Shipped: ${labelOf(shippedVariant)}. Bare: only the same SDK clients. Ratio: shipped to bare, CPU, median of the pairs.`,
	);
	line("", [...labels, "ratio"]);
	for (const { name, wall, cpu, ratio } of rows) {
		line(name, [...labels.map((label) => formatCost(wall[label] ?? 0, cpu[label] ?? 0)), ratio.toFixed(2)]);
	}
	line(
		"all",
		labels.map((label) => formatCost(total(label, "wall"), total(label, "cpu"))),
	);
	const fastest = variants.map(labelOf).toSorted((a, b) => total(a, "cpu") - total(b, "cpu"))[0];
	const slow = rows.filter(({ ratio }) => ratio > maxRatio).map(({ name }) => name);
	console.log(`Fastest in total: ${fastest}.`);
	console.log(
		slow.length === 0 ? `Each at most ${maxRatio} times bare.` : `Above ${maxRatio} times bare: ${slow.join(", ")}.`,
	);
	if (values.json !== undefined) {
		const figures = { node: process.version, runs, shipped: labelOf(shippedVariant), fastest, rows };
		writeFileSync(values.json, `${JSON.stringify(figures, null, "\t")}\n`);
	}
	if (slow.length > 0) process.exitCode = 1;
}

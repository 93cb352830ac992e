import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

/**
 * Measures how long `shipshape check` takes for 1, 100 and 1000 CloudFormation templates, compared with a bare start of Node,
 * and with cfn-lint and Checkov when CFNLINT and CHECKOV name their programs. In rounds, so that all run under the same load. The first
 * run of a version compiles what later runs find in the user's cache, so one without a cache is measured beside them.
 */
const sizes = [1, 100, 1000];
const maxTimesNode = 2.5;
const minTimesFaster = 9;
const maxMebibytes = 150;
const maxMebibytesForOne = 100;

const { values } = parseArgs({ options: { runs: { type: "string", default: "5" } } });
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) throw new RangeError("--runs must be an integer of 1 or more");

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "shipshape-check-"));
const memory = "process.on('exit', () => process.stderr.write(`maxRSS ${process.resourceUsage().maxRSS}\\n`))";

interface Candidate {
	readonly name: string;
	readonly command: (templates: string) => readonly [string, ...string[]];
	readonly environment?: Readonly<Record<string, string>>;
}

const program = join(folder, "dist", "shipshape.mjs");
const check = (templates: string) => [process.execPath, program, "check", templates] as const;

const { CFNLINT, CHECKOV } = process.env;
const candidates: readonly Candidate[] = [
	{ name: "node", command: () => [process.execPath, "-e", "0"] },
	{ name: "shipshape", command: check },
	{ name: "shipshape without cache", command: check, environment: { NODE_DISABLE_COMPILE_CACHE: "1" } },
	...(CFNLINT
		? [{ name: "cfn-lint", command: (of: string) => [CFNLINT, "--format", "json", `${of}/*.json`] as const }]
		: []),
	...(CHECKOV
		? [
				{
					name: "checkov",
					command: (of: string) =>
						[CHECKOV, "-d", of, "--framework", "cloudformation", "--quiet", "--compact"] as const,
				},
			]
		: []),
];

try {
	run([process.execPath, join(root, "scripts", "build.mjs"), join(folder, "dist")]);
	for (const size of sizes) measure(size);
} finally {
	rmSync(folder, { recursive: true });
}

function measure(size: number): void {
	const templates = join(folder, `templates-${size}`);
	mkdirSync(templates);
	for (let index = 0; index < size; index++) writeFileSync(join(templates, `${index}.json`), template(index));
	const times = new Map<string, number[]>(candidates.map(({ name }) => [name, []]));
	let mebibytes = 0;
	for (let round = 0; round <= runs; round++) {
		for (const { name, command, environment } of candidates) {
			const { seconds } = run(command(templates), environment);
			// The first round warms up the caches.
			if (round > 0) times.get(name)?.push(seconds);
		}
		mebibytes = Math.max(mebibytes, peakOf(templates));
	}
	report(size, times, mebibytes);
}

/** The most memory that a run uses, in MiB. */
function peakOf(templates: string): number {
	const [node, ...args] = check(templates);
	const { stderr } = run([node, "--import", `data:text/javascript,${encodeURIComponent(memory)}`, ...args]);
	return Number(/maxRSS (\d+)/.exec(stderr)?.[1]) / 1024;
}

function run(
	[name, ...args]: readonly [string, ...string[]],
	environment: Readonly<Record<string, string>> = {},
): { readonly seconds: number; readonly stderr: string } {
	const env = { ...process.env, CI: "", XDG_CACHE_HOME: join(folder, "cache"), ...environment };
	const start = process.hrtime.bigint();
	const { error, stderr } = spawnSync(name, args, { encoding: "utf8", maxBuffer: 1024 ** 3, env });
	if (error) throw error;
	return { seconds: Number(process.hrtime.bigint() - start) / 1e9, stderr };
}

function report(size: number, times: ReadonlyMap<string, readonly number[]>, mebibytes: number): void {
	const medians = new Map([...times].map(([name, of]) => [name, of.toSorted((a, b) => a - b)[of.length >> 1] ?? 0]));
	const ours = medians.get("shipshape") ?? 0;
	const shown = [...medians].map(
		([name, seconds]) => `${name} ${seconds.toFixed(3)} s (${(seconds / ours).toFixed(1)})`,
	);
	console.log(`${size} templates, median of ${runs}: ${shown.join(", ")}; peak ${mebibytes.toFixed(0)} MiB`);
	const slow = [...medians].filter(
		([name, seconds]) => !/^(?:node|shipshape.*)$/.test(name) && seconds < ours * minTimesFaster,
	);
	const limit = size === 1 ? maxMebibytesForOne : maxMebibytes;
	const faults = [
		...(size === 1 && ours > maxTimesNode * (medians.get("node") ?? 0)
			? [`more than ${maxTimesNode} times a bare start of Node`]
			: []),
		...slow.map(([name]) => `less than ${minTimesFaster} times as fast as ${name}`),
		...(mebibytes > limit ? [`more than ${limit} MiB`] : []),
	];
	if (faults.length === 0) return;
	console.log(`  ${faults.join(", ")}`);
	process.exitCode = 1;
}

/** A template with a repository and a task definition; the index determines what is wrong with them. */
function template(index: number): string {
	const name = `team${index % 17}/app-${index}`;
	const container = {
		Name: "app",
		Image: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/${name}:1.0.${index}`,
		Memory: 256,
		Privileged: index % 7 === 0,
		ReadonlyRootFilesystem: index % 2 === 0,
		...(index % 4 === 0 ? { User: "1000:1000" } : {}),
		Environment: [{ Name: "LOG_LEVEL", Value: "info" }],
		...(index % 5 < 2
			? { LinuxParameters: { Tmpfs: [{ ContainerPath: "/tmp", Size: 64, MountOptions: ["rw"] }] } }
			: {}),
	};
	return JSON.stringify(
		{
			AWSTemplateFormatVersion: "2010-09-09",
			Resources: {
				Repository: {
					Type: "AWS::ECR::Repository",
					Properties: { RepositoryName: name, ImageTagMutability: index % 2 === 0 ? "IMMUTABLE" : "MUTABLE" },
				},
				Task: {
					Type: "AWS::ECS::TaskDefinition",
					Properties: {
						Family: `svc-${index}`,
						NetworkMode: index % 13 === 0 ? "host" : "bridge",
						ContainerDefinitions: [container],
					},
				},
			},
		},
		null,
		1,
	);
}

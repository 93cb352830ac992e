import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import type { Policy } from "../core/policy.ts";
import { lambdaModules, type ReadSource } from "./lambda-modules.ts";

const root = join(import.meta.dirname, "..");

/** What judges: the controls, how they are applied, and what is put together from AWS's answers for that. */
const judging = ["controls/index.ts", "core/judge.ts", "pipeline/observe.ts", "pipeline/observe-family.ts"];

/** Where AWS's answers are read. */
const readers = ["adapters/ecr", "adapters/ecs"];

/** Of a control, what is shown beside a verdict and is in none. */
const shownOnly = ["title", "references", "aws", "findingType"];

/**
 * 16 hex digits that change whenever a verdict could: with the policy, the controls, what they use, and how AWS's answers
 * are read. It is taken from the code that comes out of the bundler, without comments, documentation, permissions and the
 * packages: a change of only these causes no new checks. The same for every function of a deployment.
 */
export async function fingerprintOf(policy: Policy, read?: ReadSource): Promise<string> {
	const { outputFiles } = await build({
		absWorkingDir: root,
		stdin: { contents: entryPoint(), resolveDir: root },
		bundle: true,
		packages: "external",
		platform: "node",
		format: "esm",
		target: "node24",
		minify: true,
		legalComments: "none",
		write: false,
		logLevel: "warning",
		plugins: [lambdaModules({ root, replaced, without: shownOnly, ...(read === undefined ? {} : { read }) })],
	});
	const code = outputFiles.map(({ text }) => text).join("\n");
	return createHash("sha256").update(JSON.stringify(policy)).update(`\n${code}`).digest("hex").slice(0, 16);
}

/** The policy is counted by itself; the built-in one would count twice. */
const replaced = { "pipeline/rules.ts": "export const rules = {};" };

/** A module that passes on everything that judges and everything that reads. */
function entryPoint(): string {
	const reading = readers.flatMap((folder) => readdirSync(join(root, folder)).map((file) => `${folder}/${file}`));
	return [...judging, ...reading.sort()].map((file, index) => `export * as part${index} from "./${file}";`).join("\n");
}

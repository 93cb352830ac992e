import { join } from "node:path";
import { type BuildOptions, build, type Metafile } from "esbuild";
import { defaultPolicy } from "../controls/default-policy.ts";
import { controlDescriptions } from "../controls/descriptions.ts";
import { BadInputError } from "../core/errors.ts";
import type { Policy } from "../core/policy.ts";
import { functions } from "../functions/manifest.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { lambdaModules } from "./lambda-modules.ts";
import { clientManifests, usedSchemas } from "./sdk-parts.mjs";

const root = join(import.meta.dirname, "..");

/** The differences between the variants that `npm run bench` compares. */
export interface BundleVariant {
	readonly format: "esm" | "cjs";
	/** Whether the SDK's credential provider chain is replaced by the only provider that Lambda needs. */
	readonly leanCredentials: boolean;
}

/** The fastest of the four; figures in docs/decisions.md. */
export const shippedVariant: BundleVariant = { format: "cjs", leanCredentials: true };

/** Modules whose value is known at bundling: the bundle contains the value instead of the code that computes it. */
const replaced = {
	"pipeline/rules.ts": "export const rules = SHIPSHAPE_RULES;",
	"controls/descriptions.ts": `export const controlDescriptions = ${JSON.stringify(controlDescriptions)};`,
};

/** Every function contains the policy and reads it at its start. At this size (about twenty thousand waivers) that takes 70 ms. */
const maxRules = 4 * 1024 * 1024;

/**
 * Bundles every function to `<outdir>/<name>/index.js`, with the policy embedded. The same sources and policy produce the same bytes.
 * Returns esbuild's description of the bundles. Throws BadInputError if the policy is too large.
 */
export async function bundleFunctions(policy: Policy, outdir: string, variant = shippedVariant): Promise<Metafile> {
	const entryPoints = Object.fromEntries(
		functions.map(({ name }) => [`${name}/index`, join(root, "functions", name, "handler.ts")]),
	);
	// The controls in the bundles have no defaults of their own: the policy has to be whole.
	const whole = { ...policy, controls: { ...defaultPolicy.controls, ...policy.controls } };
	const rules = JSON.stringify({ policy: whole, fingerprint: await fingerprintOf(whole) });
	const bytes = Buffer.byteLength(rules);
	if (bytes > maxRules) {
		const mebibytes = (bytes / 1024 / 1024).toFixed(1);
		throw new BadInputError(
			`the policy has ${mebibytes} MiB, more than the limit of 4 MiB; write fewer waivers and scopes`,
		);
	}
	const { metafile } = await build({
		...bundleOptions(variant, `const SHIPSHAPE_RULES=${rules};`),
		plugins: [lambdaModules({ root, replaced }), clientManifests, usedSchemas],
		entryPoints,
		outdir,
	});
	return metafile;
}

/**
 * Build options of all Lambda bundles; the benchmark bundles the bare SDK in the same way. `prelude` is put at the top of
 * each bundle: esbuild's `define` would put an object into every module, and none of them could be left out.
 */
export function bundleOptions({ format, leanCredentials }: BundleVariant, prelude = "") {
	return {
		absWorkingDir: root,
		bundle: true,
		platform: "node",
		target: "node24",
		format,
		outExtension: { ".js": format === "esm" ? ".mjs" : ".js" },
		minify: true,
		charset: "utf8",
		legalComments: "none",
		mainFields: ["module", "main"],
		metafile: true,
		logLevel: "warning",
		banner: { js: format === "esm" ? `${requireForEsm}${prelude}` : prelude },
		// Imported when a response is an event stream, which no operation that the functions call returns.
		external: ["@smithy/core/event-streams"],
		...(leanCredentials ? { alias: { "@aws-sdk/credential-provider-node": leanProvider } } : {}),
	} as const satisfies BuildOptions;
}

const leanProvider = join(root, "adapters/clients/lambda-credentials.ts");

/** CommonJS packages in an ESM bundle call `require` for Node's own modules. */
const requireForEsm = "import{createRequire as __c}from'node:module';const require=__c(import.meta.url);";

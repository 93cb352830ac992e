// Bundles the command line into dist/. npm runs it after `npm ci` in a checkout and before it packs the package, but never
// where the package is installed. Plain JavaScript, so that it runs on the Node that npm runs on.
import { execFileSync } from "node:child_process";
import {
	chmodSync,
	copyFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { clientManifests, usedSchemas } from "../infra/sdk-parts.mjs";
import { licensesOf } from "./third-party.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * Loads Node's own modules through an object that inherits from them instead of an `import`. Creating a module namespace reads
 * every export, which makes `fs.promises` load all of Node's streams, and `util.diff` its formatting code (together a fifth of
 * a short run).
 */
const builtins = {
	name: "builtins",
	setup(build) {
		build.onResolve({ filter: /^[a-z]/ }, ({ path }) =>
			isBuiltin(path) ? { path: path.startsWith("node:") ? path : `node:${path}`, namespace: "builtin" } : null,
		);
		build.onLoad({ filter: /^/, namespace: "builtin" }, ({ path }) => ({
			contents: `module.exports = Object.create(process.getBuiltinModule(${JSON.stringify(path)}));`,
		}));
	},
};

/** What the AWS SDK imports in browsers only: bowser parses the browser's name. Left out, it saves 2 % of the package. */
const browserOnly = {
	name: "browser-only",
	setup(build) {
		build.onResolve({ filter: /^bowser$/ }, ({ path }) => ({ path, namespace: "browser-only" }));
		build.onLoad({ filter: /^/, namespace: "browser-only" }, () => ({ contents: "export {};" }));
	},
};

/** The examples of controls, 1 % of the package, which only the pages and the tests read; the formatter writes them in this way. */
const examples = {
	name: "examples",
	setup(build) {
		build.onLoad({ filter: /[\\/]controls[\\/][a-z-]+[\\/][a-z-]+\.ts$/ }, ({ path }) => ({
			contents: readFileSync(path, "utf8").replace(/^\texamples: \{\n[\s\S]*?\n\t\},$/m, "\texamples: {},"),
			loader: "ts",
		}));
	},
};

/** What zod needs to write JSON Schemas, which only a checkout does (`npm run fix`). Left out, it saves 1 % of the package. */
const schemaWriter = {
	name: "schema-writer",
	setup(build) {
		build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]core[\\/](?:json-schema-processors|to-json-schema)\.js$/ }, () => ({
			contents: "exports.createStandardJSONSchemaMethod = exports.createToJSONSchemaMethod = () => undefined;",
		}));
	},
};

/**
 * Writes to a folder: `shipshape.mjs`; the chunks that it loads on demand (the readers of YAML and of policies); `verdicts.d.ts`,
 * the types of its JSON output; the export for CDK apps; the GitHub Action; and the licenses of the bundled packages. The same
 * sources give the same bytes.
 */
async function buildCommandLine(folder) {
	const { build } = await import("esbuild");
	const { mergeChunks } = await import("./merge-chunks.mjs");
	const options = {
		absWorkingDir: root,
		entryPoints: { shipshape: join(root, "cli", "main.ts") },
		outdir: folder,
		outExtension: { ".js": ".mjs" },
		chunkNames: "part-[hash]",
		splitting: true,
		bundle: true,
		write: false,
		platform: "node",
		target: "node20.19",
		format: "esm",
		minify: true,
		charset: "utf8",
		legalComments: "none",
		mainFields: ["module", "main"],
		metafile: true,
		logLevel: "warning",
		plugins: [browserOnly, examples, schemaWriter, usedSchemas, clientManifests, builtins],
	};
	const built = await build(options);
	const { metafile } = built;
	const files = await mergeChunks(built, options, "cli/dispatch.ts");
	mkdirSync(folder, { recursive: true });
	for (const [name, text] of files) writeFileSync(join(folder, name), text);
	writeFileSync(join(folder, "third-party.txt"), licensesOf(Object.keys(metafile.inputs)));
	copyFileSync(join(root, "cli", "verdicts.d.ts"), join(folder, "verdicts.d.ts"));
	await buildOne(folder, "cdk", "cdk/index.ts");
	await buildOne(folder, "validator", "cdk/validator.ts");
	copyFileSync(join(root, "cdk", "gate.d.ts"), join(folder, "cdk.d.ts"));
	copyFileSync(join(root, "cdk", "validator.d.mts"), join(folder, "validator.d.mts"));
	await buildOne(folder, "action", "cli/github-action/main.ts");
	chmodSync(join(folder, "shipshape.mjs"), 0o755);
	// Last, so that the old program can load its chunks until it is replaced.
	for (const name of readdirSync(folder))
		if (/^part-.*\.mjs$/.test(name) && !files.has(name)) rmSync(join(folder, name));
}

/** A file of its own, which the export for CDK apps imports. */
const validator = {
	name: "validator",
	setup(build) {
		build.onResolve({ filter: /^\.\/validator\.ts$/ }, () => ({ path: "./validator.mjs", external: true }));
	},
};

/** Writes a bundle of our own code alone, such as `cdk.mjs` or `action.mjs`: the CDK is that of the app which imports it. */
async function buildOne(folder, name, source) {
	const { build } = await import("esbuild");
	await build({
		entryPoints: { [name]: join(root, source) },
		outdir: folder,
		outExtension: { ".js": ".mjs" },
		bundle: true,
		packages: "external",
		plugins: [validator],
		platform: "node",
		target: "node20.19",
		format: "esm",
		minify: true,
		charset: "utf8",
		logLevel: "warning",
	});
}

/**
 * npm does not install the dependencies of a Git package that is installed globally (npm/cli issue 8440), which is how
 * pre-commit installs a hook. In that case, installs them and builds. Returns whether it did.
 */
function installAndBuild() {
	const { npm_config_global: isGlobal, npm_execpath: npm } = process.env;
	if (isGlobal !== "true" || npm === undefined || existsSync(join(root, "node_modules"))) return false;
	const run = (...args) =>
		execFileSync(process.execPath, args, {
			cwd: root,
			env: { ...process.env, npm_config_global: "" },
			stdio: ["ignore", 2, 2],
		});
	run(npm, "ci", "--ignore-scripts", "--include=dev");
	run(fileURLToPath(import.meta.url), ...process.argv.slice(2));
	return true;
}

/** `node scripts/build.mjs [FOLDER]`; the default is dist/. */
try {
	await buildCommandLine(resolve(process.argv[2] ?? join(root, "dist")));
} catch (error) {
	if (error?.code !== "ERR_MODULE_NOT_FOUND") throw error;
	if (!installAndBuild())
		process.stderr.write(
			"shipshape: dist/ was not built because esbuild is not installed; run npm ci without --omit=dev\n",
		);
}

// Bundles the command line into dist/. npm runs it after `npm ci` in a checkout and before it packs the package, never where
// the package is installed. Plain JavaScript: it runs on whatever Node npm runs on.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * Node's own modules without an `import` of them, and with nothing of their own but what they inherit: who makes a namespace
 * of a module looks at each export, and `fs.promises` loads all of Node's streams then, `util.diff` what it prints with
 * (together a fifth of a short run).
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

/**
 * Writes `shipshape.mjs` to a folder, beside it the parts that it loads when it needs them (the readers of YAML and of policies),
 * `verdicts.d.ts`, the types of its JSON, and the licences of what is in it. The same sources give the same bytes.
 */
async function buildCommandLine(folder) {
	const { build } = await import("esbuild");
	const { metafile } = await build({
		absWorkingDir: root,
		entryPoints: { shipshape: join(root, "cli", "main.ts") },
		outdir: folder,
		outExtension: { ".js": ".mjs" },
		chunkNames: "part-[hash]",
		splitting: true,
		bundle: true,
		platform: "node",
		target: "node20.19",
		format: "esm",
		minify: true,
		charset: "utf8",
		legalComments: "none",
		mainFields: ["module", "main"],
		metafile: true,
		logLevel: "warning",
		plugins: [builtins],
	});
	writeFileSync(join(folder, "third-party.txt"), licencesOf(Object.keys(metafile.inputs)));
	copyFileSync(join(root, "cli", "verdicts.d.ts"), join(folder, "verdicts.d.ts"));
	chmodSync(join(folder, "shipshape.mjs"), 0o755);
	// Last: until now the old program found its parts.
	const parts = new Set(Object.keys(metafile.outputs).map((path) => basename(path)));
	for (const name of readdirSync(folder))
		if (/^part-.*\.mjs$/.test(name) && !parts.has(name)) rmSync(join(folder, name));
}

/**
 * npm installs nothing beside a package from Git that is installed globally (npm/cli issue 8440), which is how pre-commit
 * installs a hook: then what builds is installed here first. Says whether there was a reason to.
 */
function installedWhatBuilds() {
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

/** The licences of the packages that are in the bundle, as they ask for. */
function licencesOf(inputs) {
	const names = inputs.flatMap((path) => /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
	const texts = [...new Set(names)].sort().map((name) => {
		const home = join(root, "node_modules", name);
		const file = readdirSync(home).find((one) => /^licen[cs]e/i.test(one));
		if (file === undefined) throw new Error(`${name} has no licence file`);
		return `${name}\n\n${readFileSync(join(home, file), "utf8").trim()}\n`;
	});
	return texts.join(`\n${"-".repeat(80)}\n\n`);
}

/** `node scripts/build.mjs [FOLDER]`: without one it is dist/. */
try {
	await buildCommandLine(resolve(process.argv[2] ?? join(root, "dist")));
} catch (error) {
	if (error?.code !== "ERR_MODULE_NOT_FOUND") throw error;
	if (!installedWhatBuilds())
		process.stderr.write("shipshape: dist/ is not built: esbuild is not installed (npm ci without --omit=dev)\n");
}

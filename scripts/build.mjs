// Bundles the command line into dist/. npm runs it after `npm ci` in a checkout and before it packs the package, never where
// the package is installed. Plain JavaScript: it runs on whatever Node npm runs on.
import { chmodSync, copyFileSync, readdirSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * Node's own modules without an `import` of them: for one of those Node makes a namespace with every export, and looks at
 * `fs.promises` for it, which loads all of its streams (6 ms of a start).
 */
const builtins = {
	name: "builtins",
	setup(build) {
		build.onResolve({ filter: /^[a-z]/ }, ({ path }) =>
			isBuiltin(path) ? { path: path.startsWith("node:") ? path : `node:${path}`, namespace: "builtin" } : null,
		);
		build.onLoad({ filter: /^/, namespace: "builtin" }, ({ path }) => ({
			contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
		}));
	},
};

/**
 * Writes `shipshape.mjs` to a folder, beside it the parts that it loads when it needs them (the readers of YAML and of policies),
 * and `verdicts.d.ts`, the types of its JSON. The same sources give the same bytes.
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
	copyFileSync(join(root, "cli", "verdicts.d.ts"), join(folder, "verdicts.d.ts"));
	chmodSync(join(folder, "shipshape.mjs"), 0o755);
	// Last: until now the old program found its parts.
	const parts = new Set(Object.keys(metafile.outputs).map((path) => basename(path)));
	for (const name of readdirSync(folder))
		if (/^part-.*\.mjs$/.test(name) && !parts.has(name)) rmSync(join(folder, name));
}

/** `node scripts/build.mjs [FOLDER]`: without one it is dist/. */
try {
	await buildCommandLine(resolve(process.argv[2] ?? join(root, "dist")));
} catch (error) {
	if (error?.code !== "ERR_MODULE_NOT_FOUND") throw error;
	process.stderr.write("shipshape: dist/ is not built: esbuild is not installed (npm ci without --omit=dev)\n");
}

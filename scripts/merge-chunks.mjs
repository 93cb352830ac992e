// Puts what a program loads together into one file. Plain JavaScript, for scripts/build.mjs.
import { basename } from "node:path";
import { build } from "esbuild";

/**
 * esbuild writes a file for every set of entry points that share code: more than forty for `check`, and Node takes about a third
 * of a millisecond to find and link each. Returns the files of the program, as texts by name, with one file for what the
 * program needs at its start, and one for what `source` needs besides: a module that it imports on demand, before
 * anything else. `built`: what esbuild returned for `options`, with a metafile and without writing.
 */
export async function mergeChunks(built, options, source) {
	const texts = new Map(built.outputFiles.map(({ path, text }) => [basename(path), text]));
	const outputs = new Map(Object.entries(built.metafile.outputs).map(([path, output]) => [basename(path), output]));
	const [start] = [...outputs.keys()].filter((name) => !name.startsWith("part-"));
	const [entry] = [...outputs].find(([, { entryPoint }]) => entryPoint === source);
	const atStart = importsOf(start, outputs);
	const onDemand = [entry, ...importsOf(entry, outputs)].filter((name) => !atStart.includes(name));

	const files = new Map();
	/** The texts that stand for the files that were merged: they export the same from the merged file. */
	const views = new Map();
	/** The file of `source`, and the merged one. */
	const moved = new Map();
	for (const names of [atStart, onDemand]) {
		const all = names.map((name, at) => ({
			name,
			// What is imported on demand keeps the names of its exports.
			exported: outputs.get(name).exports.map((one) => [one, name === entry ? one : `_${at}_${one}`]),
		}));
		const lines = all.map(({ name, exported }) => exportLine(exported, name));
		const inline = new Map([...views, ...names.map((name) => [name, texts.get(name)])]);
		const [merged, text] = await bundle(lines.join("\n"), "part-[hash]", { inline, onDemand: moved }, options);
		files.set(merged, text);
		if (names.includes(entry)) moved.set(entry, merged);
		for (const { name, exported } of all) {
			const back = exported.map(([one, unique]) => [unique, one]);
			views.set(name, exportLine(back, merged));
			texts.delete(name);
		}
	}
	for (const [name, text] of texts) {
		const [file, own] = await bundle(text, basename(name, ".mjs"), { inline: views, onDemand: moved }, options);
		files.set(file, own);
	}
	return files;
}

/** The files that a file imports at once, directly or not. */
function importsOf(file, outputs) {
	const found = new Set([file]);
	for (const one of found)
		for (const { kind, path } of outputs.get(one).imports) if (kind === "import-statement") found.add(basename(path));
	return [...found].slice(1);
}

const exportLine = (pairs, file) => `export {${pairs.map(([own, as]) => `${own} as ${as}`).join()}} from "./${file}";`;

/**
 * Bundles a text with what it imports of `inline`, texts by name; the other imports stay. `onDemand`: the files that are imported
 * on demand, and those that have taken their place. Returns the file's name and text.
 */
async function bundle(contents, entryNames, { inline, onDemand }, options) {
	const parts = {
		name: "parts",
		setup({ onResolve, onLoad }) {
			onResolve({ filter: /^/ }, ({ path, kind }) => {
				const name = basename(path);
				if (!inline.has(name)) return { path, external: true };
				if (kind === "import-statement") return { path: name, namespace: "part" };
				const merged = onDemand.get(name);
				if (merged === undefined) throw new Error(`${name} is imported both at once and on demand`);
				return { path: `./${merged}`, external: true };
			});
			onLoad({ filter: /^/, namespace: "part" }, ({ path }) => ({ contents: inline.get(path) }));
		},
	};
	const { outputFiles } = await build({
		...options,
		entryPoints: undefined,
		stdin: { contents },
		entryNames,
		splitting: false,
		metafile: false,
		plugins: [parts],
	});
	return [basename(outputFiles[0].path), outputFiles[0].text];
}

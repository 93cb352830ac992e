import { lstatSync, mkdirSync } from "node:fs";
import { isAbsolute, join } from "node:path";

/**
 * Loads a part of the program and keeps its compiled code for later runs, in `shipshape` below the user's folder for caches: more than half
 * of a short run would be compilation. Every function is compiled at once, because only those that are compiled while the part is
 * loaded are kept. Node compares what it finds with the source, which detects damage but no forgery, so the folder must be the user's alone.
 * Nothing is kept in CI, where a run is the first on its machine, or finds what other jobs have left. NODE_DISABLE_COMPILE_CACHE=1 turns
 * this off. Source: https://nodejs.org/api/module.html#module-compile-cache
 */
export async function loadCompiled<T>(environment: NodeJS.ProcessEnv, load: () => Promise<T>): Promise<T> {
	const { enableCompileCache, constants } = process.getBuiltinModule("node:module");
	const folder = cacheFolder(environment);
	// Node 20 cannot do this.
	if (enableCompileCache === undefined || folder === null || !isOwn(folder)) return load();
	const { status } = enableCompileCache(folder);
	const { ENABLED, ALREADY_ENABLED } = constants.compileCacheStatus;
	if (status !== ENABLED && status !== ALREADY_ENABLED) return load();
	// Loaded here, because it takes a twentieth of a short run.
	const { setFlagsFromString } = process.getBuiltinModule("node:v8");
	setFlagsFromString("--no-lazy");
	try {
		return await load();
	} finally {
		setFlagsFromString("--lazy");
	}
}

/** As the XDG Base Directory Specification says, or Windows; null where nothing is kept. */
function cacheFolder(environment: NodeJS.ProcessEnv): string | null {
	const { CI, NODE_DISABLE_COMPILE_CACHE, XDG_CACHE_HOME, LOCALAPPDATA, HOME } = environment;
	if (NODE_DISABLE_COMPILE_CACHE || (CI && CI !== "false")) return null;
	const parent = XDG_CACHE_HOME || LOCALAPPDATA || (HOME && join(HOME, ".cache"));
	return parent && isAbsolute(parent) ? join(parent, "shipshape") : null;
}

/** Creates the folder if there is none. Whether it belongs to the user, and nobody else can write there. */
function isOwn(folder: string): boolean {
	try {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		const found = lstatSync(folder);
		// Windows has neither: what is below the user's folder there is the user's.
		const isOfUser = process.getuid === undefined || (found.uid === process.getuid() && (found.mode & 0o022) === 0);
		return found.isDirectory() && isOfUser;
	} catch {
		return false;
	}
}

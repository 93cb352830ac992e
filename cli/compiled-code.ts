import { isAbsolute, join } from "node:path";

/**
 * Loads a part of the program and keeps its compiled code for later runs, in `shipshape` below the user's folder for caches: more than half
 * of a short run would be compilation. Every function is compiled at once, because only those that are compiled while the part is
 * loaded are kept. Node checks what it finds against the source and itself; NODE_DISABLE_COMPILE_CACHE=1 turns this off.
 * Source: https://nodejs.org/api/module.html#module-compile-cache
 */
export async function loadCompiled<T>(environment: NodeJS.ProcessEnv, load: () => Promise<T>): Promise<T> {
	const folder = cacheFolder(environment);
	const { enableCompileCache, constants } = process.getBuiltinModule("node:module");
	// Node 20 cannot do this.
	if (folder === null || enableCompileCache === undefined) return load();
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

/** As the XDG Base Directory Specification says, or Windows; not the folder for temporary files, where other users can write. */
function cacheFolder({ XDG_CACHE_HOME: cache, LOCALAPPDATA: local, HOME: home }: NodeJS.ProcessEnv): string | null {
	const parent = cache || local || (home && join(home, ".cache"));
	return parent && isAbsolute(parent) ? join(parent, "shipshape") : null;
}

import { runInNewContext } from "node:vm";

/**
 * What `run` returns. Throws if it takes more than half a minute. Meant for inputs so large that anything slower than linear
 * time would run for hours on any machine, while linear time takes moments even on a busy one.
 */
export function runToEnd<T>(run: () => T): T {
	return runInNewContext("run()", { run }, { timeout: 30_000 });
}

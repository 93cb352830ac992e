import { runInNewContext } from "node:vm";

/**
 * What `run` returns. Throws when it has not ended after half a minute: meant for inputs so large that what takes more than
 * linear time would run for hours on any machine, and what takes linear time ends in moments on a busy one.
 */
export function runToEnd<T>(run: () => T): T {
	return runInNewContext("run()", { run }, { timeout: 30_000 });
}

/** Ends a test run with a one-line summary. */
export default class ClosingLine {
	onRunComplete(_contexts, results) {
		const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
		const skipped = results.numPendingTests > 0 ? `, ${results.numPendingTests} skipped` : "";
		// At exit: Jest prints its own summary after every reporter has been called.
		process.once("exit", () =>
			process.stdout.write(`\n${results.numPassedTests} passed, ${failed} failed${skipped}\n`),
		);
	}
}

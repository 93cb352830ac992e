import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { relative, resolve } from "node:path";
import { strykerPlugins as jestPlugins, strykerValidationSchema } from "@stryker-mutator/jest-runner";

/**
 * Stryker's Jest runner, made fast enough to mutate everything. The original starts Jest again for every mutant and loads
 * each test file that imports the mutated one. This one keeps Jest's configuration and its file map, and runs the test files
 * that cover the mutant one by one until one fails: the mutated file's own test first, then the fastest. A mutant still
 * survives only when every test that covers it passes.
 *
 * MUTATION_PART=K/N measures every Nth mutant, starting with the Kth: a fair sample. The others are reported as errors, which
 * no score counts. Mutants without a covering test never reach this runner: Stryker counts all of them, the score below
 * counts one in N.
 */

const [jest] = jestPlugins;

export { strykerValidationSchema };
export const strykerPlugins = [
	{ ...jest, name: "covering-jest", factory: coveringJest },
	{ kind: "Reporter", name: "part", injectableClass: PartReporter },
];

coveringJest.inject = jest.factory.inject;
function coveringJest(injector) {
	const runner = jest.factory(injector);
	const { dryRun, mutantRun } = runner;
	let prepared;
	let testData;

	runner.dryRun = async (options) => {
		const result = await dryRun.call(runner, options);
		if (result.status === "complete") writeFileSync(testDataFile(), JSON.stringify(summarizeTests(result.tests)));
		return result;
	};

	runner.mutantRun = async (options) => {
		if (!isInPart(Number(options.activeMutant.id))) return { status: "error", errorMessage: "Not in this part." };
		testData ??= JSON.parse(readFileSync(testDataFile(), "utf8"));
		prepared ??= await prepareJest(runner.jestConfig);
		let result;
		for (const file of sortByCost(options.sandboxFileName, await filesFor(options))) {
			runner.jestTestAdapter.jestWrapper.runCLI = async ({ config, testNamePattern }) => ({
				results: await prepared.run(file, config, testNamePattern),
			});
			result = await mutantRun.call(runner, options);
			if (result.status !== "survived") return result;
		}
		return result ?? { status: "survived", nrOfTests: 0 };
	};

	/** For a mutant that runs while its module loads, coverage is unknown: uses all tests that import the module. */
	async function filesFor({ sandboxFileName, testFilter }) {
		if (testFilter === undefined) return await prepared.related(sandboxFileName);
		return [...new Set(testFilter.flatMap((test) => testData.files[test] ?? []))];
	}

	function sortByCost(mutated, files) {
		const own = resolve("test", relative(".", mutated).replace(/\.ts$/, ".test.ts"));
		const cost = (file) => (file === own ? -1 : (testData.milliseconds[file] ?? 0));
		return files.sort((one, other) => cost(one) - cost(other));
	}
	return runner;
}

/** Does what `runCLI` of @jest/core does, but does the work that is the same for every mutant only once. */
async function prepareJest(jestConfig) {
	const require = createRequire(createRequire(createRequire(import.meta.url).resolve("jest")).resolve("@jest/core"));
	const { createTestScheduler, SearchSource } = require("@jest/core");
	const { readConfigs } = require("jest-config");
	const { TestWatcher } = require("jest-watcher");
	const { default: Runtime } = require("jest-runtime");
	const once = { maxWorkers: 1, watch: false, watchman: false };
	const open = async (config) => {
		const argv = { $0: "stryker", _: [], config, runInBand: true, silent: true };
		const { globalConfig, configs } = await readConfigs(argv, [process.cwd()]);
		return { globalConfig, context: await Runtime.createContext(configs[0], { console, ...once }) };
	};
	const opened = new Map();
	const openOnce = async (config) => {
		if (!opened.has(config)) opened.set(config, await open(config));
		return opened.get(config);
	};
	const { context } = await openOnce(JSON.stringify(jestConfig));
	const related = new Map();
	return {
		async related(file) {
			if (!related.has(file)) {
				const { tests } = await new SearchSource(context).findRelatedTests(new Set([file]), false);
				related.set(
					file,
					tests.map(({ path }) => path),
				);
			}
			return [...related.get(file)];
		},
		async run(path, config, testNamePattern) {
			const { globalConfig, context } = await openOnce(config);
			const scheduler = await createTestScheduler(
				{ ...globalConfig, testNamePattern },
				{ firstRun: true, previousSuccess: true, startRun: () => {} },
			);
			return await scheduler.scheduleTests([{ context, path }], new TestWatcher({ isWatchMode: false }));
		},
	};
}

function currentPart() {
	const [part, parts] = (process.env.MUTATION_PART ?? "0/1").split("/").map(Number);
	return { part, parts };
}

function isInPart(mutant) {
	const { part, parts } = currentPart();
	return mutant % parts === part % parts;
}

/** Prints the score of a part; Stryker itself prints the score of a full run. */
function PartReporter() {}
PartReporter.prototype.onMutationTestReportReady = ({ files }) => {
	const { part, parts } = currentPart();
	const count = (...statuses) =>
		Object.values(files).flatMap(({ mutants }) => mutants.filter(({ status }) => statuses.includes(status))).length;
	const found = count("Killed", "Timeout");
	const uncovered = count("NoCoverage") / parts;
	const share = (100 * found) / (found + count("Survived") + uncovered);
	if (parts > 1) {
		console.log(
			`Part ${part} of ${parts}: ${share.toFixed(1)} %: ${found} killed, ${count("Survived")} survived, ${uncovered.toFixed(0)} not covered`,
		);
	}
};

/** Workers are separate processes, so the results of the dry run are passed to them in a file in the sandbox. */
function testDataFile() {
	return resolve(".mutation-tests.json");
}

/** The files of each test (two files may have tests of the same name), and the duration of each file. */
function summarizeTests(tests) {
	const files = {};
	const milliseconds = {};
	for (const { id, fileName, timeSpentMs } of tests) {
		files[id] ??= [];
		if (!files[id].includes(fileName)) files[id].push(fileName);
		milliseconds[fileName] = (milliseconds[fileName] ?? 0) + timeSpentMs;
	}
	return { files, milliseconds };
}

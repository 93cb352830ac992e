import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { relative, resolve } from "node:path";
import { strykerPlugins as jestPlugins, strykerValidationSchema } from "@stryker-mutator/jest-runner";

/**
 * Stryker's Jest runner, made quick enough to mutate everything. The original starts Jest anew for every mutant and loads
 * each test file that imports the mutated one. This one keeps Jest's configuration and its map of the files, and runs the
 * test files that cover the mutant one by one until one fails: the mutated file's own first, then the quickest. A mutant
 * still survives only when every test that covers it passes.
 *
 * MUTATION_PART=K/N measures every Nth mutant, from the Kth on: a fair sample. The others are reported as errors, which no
 * score counts; those that no test covers never come here and are counted in full by Stryker, by their share below.
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
	let warm;
	let learned;

	runner.dryRun = async (options) => {
		const result = await dryRun.call(runner, options);
		if (result.status === "complete") writeFileSync(noteOfTests(), JSON.stringify(learn(result.tests)));
		return result;
	};

	runner.mutantRun = async (options) => {
		if (!isOfThisPart(Number(options.activeMutant.id))) return { status: "error", errorMessage: "Not of this part." };
		learned ??= JSON.parse(readFileSync(noteOfTests(), "utf8"));
		warm ??= await warmJest(runner.jestConfig);
		let result;
		for (const file of inOrder(options.sandboxFileName, await filesFor(options))) {
			runner.jestTestAdapter.jestWrapper.runCLI = async ({ config, testNamePattern }) => ({
				results: await warm.run(file, config, testNamePattern),
			});
			result = await mutantRun.call(runner, options);
			if (result.status !== "survived") return result;
		}
		return result ?? { status: "survived", nrOfTests: 0 };
	};

	/** Nothing says which tests cover a mutant that acts while its module loads: all that import the module, then. */
	async function filesFor({ sandboxFileName, testFilter }) {
		if (testFilter === undefined) return await warm.related(sandboxFileName);
		return [...new Set(testFilter.flatMap((test) => learned.files[test] ?? []))];
	}

	function inOrder(mutated, files) {
		const own = resolve("test", relative(".", mutated).replace(/\.ts$/, ".test.ts"));
		const cost = (file) => (file === own ? -1 : (learned.milliseconds[file] ?? 0));
		return files.sort((one, other) => cost(one) - cost(other));
	}
	return runner;
}

/** What `runCLI` of @jest/core does, with the parts that are the same for every mutant done once. */
async function warmJest(jestConfig) {
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

function thePart() {
	const [part, parts] = (process.env.MUTATION_PART ?? "0/1").split("/").map(Number);
	return { part, parts };
}

function isOfThisPart(mutant) {
	const { part, parts } = thePart();
	return mutant % parts === part % parts;
}

/** Says the score of a part; of the whole, Stryker does. */
function PartReporter() {}
PartReporter.prototype.onMutationTestReportReady = ({ files }) => {
	const { part, parts } = thePart();
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

/** Workers are processes of their own: what the dry run learned reaches them as a file of the sandbox. */
function noteOfTests() {
	return resolve(".mutation-tests.json");
}

/** Where each test is (two files may hold tests of one name), and how long each file takes. */
function learn(tests) {
	const files = {};
	const milliseconds = {};
	for (const { id, fileName, timeSpentMs } of tests) {
		files[id] ??= [];
		if (!files[id].includes(fileName)) files[id].push(fileName);
		milliseconds[fileName] = (milliseconds[fileName] ?? 0) + timeSpentMs;
	}
	return { files, milliseconds };
}

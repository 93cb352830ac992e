/** Of a part (MUTATION_PART, see scripts/mutation-runner.mjs) Stryker's own score says nothing. */
const isWhole = process.env.MUTATION_PART === undefined;

export default {
	plugins: ["./scripts/mutation-runner.mjs"],
	testRunner: "covering-jest",
	jest: { configFile: "stryker.jest.config.mjs" },
	mutate: [
		"core/**/*.ts",
		"domain/**/*.ts",
		"fix/plan/**/*.ts",
		"fix/start-command/**/*.ts",
		"controls/**/*.ts",
		"!controls/index.ts",
		"readers/**/*.ts",
		"!readers/index.ts",
		"policy-file/**/*.ts",
	],
	coverageAnalysis: "perTest",
	tsconfigFile: "tsconfig.none.json",
	concurrency: 2,
	maxTestRunnerReuse: 200,
	reporters: ["clear-text", "progress", "html", "json", "part"],
	ignorePatterns: ["dist", "cdk.out", ".demo", ".venv", "reports"],
	thresholds: { high: 95, low: 90, break: isWhole ? 90 : null },
};

/** Swc strips the types; tsc judges them. */
const swc = {
	jsc: { parser: { syntax: "typescript" }, target: "es2024" },
	module: { type: "commonjs" },
	sourceMaps: "inline",
};

export default {
	testEnvironment: "node",
	testMatch: ["<rootDir>/test/**/*.test.ts"],
	modulePathIgnorePatterns: ["<rootDir>/.stryker-tmp", "<rootDir>/cdk.out", "<rootDir>/dist", "<rootDir>/.demo"],
	transform: { "\\.(?:ts|mjs)$": ["@swc/jest", swc] },
	coverageProvider: "v8",
	maxWorkers: 2,
	// Far more than any test takes, also on a busy machine: it ends what hangs.
	testTimeout: 120_000,
	globalSetup: "<rootDir>/test/support/temporary-folder.mjs",
	globalTeardown: "<rootDir>/test/support/no-leftovers.mjs",
	reporters: ["default", "<rootDir>/test/support/closing-line.mjs"],
};

import { createRequire } from "node:module";
import config from "./jest.config.mjs";

/** Only the tests of what is mutated: the language, the controls and the readers of files. */
export default {
	...config,
	testMatch: ["core", "domain", "fix/plan", "controls", "readers", "policy-file"].map(
		(folder) => `<rootDir>/test/${folder}/**/*.test.ts`,
	),
	moduleNameMapper: {
		"^fast-check$": "<rootDir>/scripts/mutation-fast-check.cjs",
		"^real-fast-check$": createRequire(import.meta.url).resolve("fast-check"),
	},
	// A test that a mutant stops takes nothing away.
	globalSetup: null,
	globalTeardown: null,
	reporters: ["default"],
};

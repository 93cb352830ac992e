import config from "./jest.config.mjs";

/** Only the tests of what is mutated: the pure code. */
export default {
	...config,
	testMatch: ["<rootDir>/test/core/**/*.test.ts", "<rootDir>/test/controls/**/*.test.ts"],
	reporters: ["default"],
};

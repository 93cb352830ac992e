import config from "./jest.config.mjs";

/** Only the tests of what is mutated: the language, the controls and the readers of files. */
export default {
	...config,
	testMatch: ["core", "controls", "adapters/files"].map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
	reporters: ["default"],
};

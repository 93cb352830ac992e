import { jest } from "@jest/globals";
import type fastCheck from "fast-check";

/** For `npm run test:unit`: a property ends after this many milliseconds, in `npm test` after all of its runs. */
const limitMs = 100;

// A mock is only loaded by the test files that import fast-check.
jest.mock("fast-check", () => {
	const actual = jest.requireActual<{ default: typeof fastCheck }>("fast-check");
	actual.default.installGlobalPlugin(actual.default.interruptAfterTimeLimit(limitMs));
	return actual;
});

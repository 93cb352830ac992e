import { expect, test } from "@jest/globals";
import { BadInputError, MalformedEventError, PermanentRejectionError, TryLaterError } from "../../core/errors.ts";

test.each([
	["MalformedEventError", MalformedEventError],
	["TryLaterError", TryLaterError],
	["BadInputError", BadInputError],
	["PermanentRejectionError", PermanentRejectionError],
])("%s keeps its name, message and cause even if a bundler renames the class", (name, Kind) => {
	const cause = new Error("below");
	const error = new Kind("above", { cause });
	expect(error).toBeInstanceOf(Error);
	expect([error.name, error.message, error.cause]).toEqual([name, "above", cause]);
});

import { expect, test } from "@jest/globals";
import { BadInputError } from "../../core/errors.ts";
import { workplaceFor } from "../../demo/workplace.ts";

test.each([
	["/proc/shipshape", "ENOENT"],
	["/dev/null", "ENOTDIR"],
])("results that cannot be written at %s are one clear line, at once", (folder, code) => {
	expect(() => workplaceFor("111122223333", "eu-central-1", folder)).toThrow(
		new BadInputError(`${folder}: cannot be written (${code}); name a folder whose parent is there`),
	);
});

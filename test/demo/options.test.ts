import { describe, expect, test } from "@jest/globals";
import { BadInputError } from "../../core/errors.ts";
import { parseOptions } from "../../demo/options.ts";

describe("the demo's options", () => {
	test("default to the demo's own account, events and policy", () => {
		expect(parseOptions([])).toEqual({
			account: expect.stringMatching(/demo\/account\/account\.yaml$/),
			events: expect.stringMatching(/demo\/account\/events$/),
			policy: expect.stringMatching(/demo\/account\/shipshape\.yaml$/),
			keep: false,
			into: expect.stringMatching(/\/\.demo$/),
		});
	});

	test("use the default policy for another account", () => {
		expect(parseOptions(["--account", "a.yaml", "--events", "e", "--keep"])).toMatchObject({
			account: "a.yaml",
			events: "e",
			policy: null,
			keep: true,
		});
	});

	test("resolve the policy to an absolute path", () => {
		expect(parseOptions(["--policy", "p.yaml"])?.policy).toMatch(/^\/.*p\.yaml$/);
	});

	test("are null for --help", () => {
		expect(parseOptions(["--help"])).toBeNull();
	});

	test.each([
		[["--account", "a.yaml"], "--account and --events must be given together"],
		[["--events", "e"], "--account and --events must be given together"],
		[["--acount", "x"], 'unknown option "--acount"'],
		[["-x"], 'unknown option "-x"'],
		[["--no-keep"], 'unknown option "--no-keep"'],
		[["--constructor"], 'unknown option "--constructor"'],
		[["stray"], 'unexpected argument "stray"'],
		[["--", "stray"], 'unexpected argument "stray"'],
		[["--keep=yes"], "--keep takes no value"],
		[["--account"], "--account needs a value"],
		[["--account", "--events", "e"], "--account needs a value"],
		[["--into="], "--into needs a value"],
		[["--policy", " "], "--policy needs a value"],
	])("reject %j in one line", (args, why) => {
		expect(() => parseOptions(args)).toThrow(BadInputError);
		expect(() => parseOptions(args)).toThrow(new Error(`${why}; npm run demo -- --help lists the options`));
	});

	test("are null for -h", () => {
		expect(parseOptions(["-h"])).toBeNull();
	});
});

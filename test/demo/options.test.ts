import { describe, expect, test } from "@jest/globals";
import { BadInputError } from "../../core/errors.ts";
import { optionsOf } from "../../demo/options.ts";

describe("the demo's options", () => {
	test("without any it is our own account, with its own policy", () => {
		expect(optionsOf([])).toEqual({
			account: expect.stringMatching(/demo\/account\/account\.yaml$/),
			events: expect.stringMatching(/demo\/account\/events$/),
			policy: expect.stringMatching(/demo\/account\/shipshape\.yaml$/),
			keep: false,
			into: expect.stringMatching(/\/\.demo$/),
		});
	});

	test("somebody else's account is judged by the defaults", () => {
		expect(optionsOf(["--account", "a.yaml", "--events", "e", "--keep"])).toMatchObject({
			account: "a.yaml",
			events: "e",
			policy: null,
			keep: true,
		});
	});

	test("a policy is found from wherever the programs run", () => {
		expect(optionsOf(["--policy", "p.yaml"])?.policy).toMatch(/^\/.*p\.yaml$/);
	});

	test("help asks for nothing else", () => {
		expect(optionsOf(["--help"])).toBeNull();
	});

	test.each([
		[["--account", "a.yaml"], "--account and --events belong together"],
		[["--events", "e"], "--account and --events belong together"],
		[["--acount", "x"], 'there is no option "--acount"'],
		[["-x"], 'there is no option "-x"'],
		[["--no-keep"], 'there is no option "--no-keep"'],
		[["--constructor"], 'there is no option "--constructor"'],
		[["stray"], '"stray" belongs to no option'],
		[["--", "stray"], '"stray" belongs to no option'],
		[["--keep=yes"], "--keep takes no value"],
		[["--account"], "--account needs a value"],
		[["--account", "--events", "e"], "--account needs a value"],
		[["--into="], "--into needs a value"],
		[["--policy", " "], "--policy needs a value"],
	])("%j cannot be understood, and one line says why", (args, why) => {
		expect(() => optionsOf(args)).toThrow(BadInputError);
		expect(() => optionsOf(args)).toThrow(new Error(`${why}; npm run demo -- --help lists the options`));
	});

	test("help is asked for in a letter, too", () => {
		expect(optionsOf(["-h"])).toBeNull();
	});
});

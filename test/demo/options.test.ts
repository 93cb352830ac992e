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

	test.each([[["--account", "a.yaml"]], [["--events", "e"]], [["--acount", "x"]], [["stray"]], [["--keep=yes"]]])(
		"%j cannot be understood",
		(args) => {
			expect(() => optionsOf(args)).toThrow(BadInputError);
		},
	);
});

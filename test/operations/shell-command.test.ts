import { execFileSync } from "node:child_process";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { awsCommand, shellCommand } from "../../operations/shell-command.ts";

test("a command names its Region, and quotes what a shell would interpret", () => {
	expect(awsCommand("eu-west-1", "sqs", "send-message", "--message-body", `{"a":"it's"}`)).toBe(
		`aws sqs send-message --message-body '{"a":"it'\\''s"}' --region eu-west-1`,
	);
});

test("a shell passes every argument on unchanged", () => {
	const argument = fc.string({ unit: "grapheme-ascii", maxLength: 12 });
	fc.assert(
		fc.property(fc.array(argument, { minLength: 1, maxLength: 4 }), (args) => {
			const command = shellCommand("printf", "%s\\0", ...args);
			const printed = execFileSync("bash", ["-c", command], { encoding: "utf8" });
			expect(printed).toBe(args.map((one) => `${one}\0`).join(""));
		}),
		{ numRuns: 20 },
	);
});

import { expect, test } from "@jest/globals";
import { assignment, baseName, isBeforeProgram, runsString } from "../../../readers/shell/wrappers.ts";

test.each([
	["/usr/bin/tee", "tee"],
	["tee", "tee"],
	["/", ""],
	["C:\\Program Files\\docker.exe", "docker.exe"],
	["./bin\\docker", "docker"],
])("the name of %s is %j", (word, name) => {
	expect(baseName(word)).toBe(name);
});

test.each([
	["sh", true],
	["/bin/bash", true],
	["/usr/local/bin/docker-entrypoint.sh", true],
	["entrypoint", true],
	["tini", true],
	["--", true],
	["-c", true],
	["A=1", true],
	["{", true],
	["pipefail", true],
	["tee", false],
	["shell", false],
	["mysh", false],
	["tini2", false],
	["=1", false],
	["", false],
])("whether %j stands before the program that a command starts: %s", (word, expected) => {
	expect(isBeforeProgram(word)).toBe(expected);
});

test.each([
	["sh", true],
	["zsh", true],
	["xargs", true],
	["ssh", true],
	["fish", false],
	["docker", false],
])("whether %s runs a string: %s", (program, expected) => {
	expect(runsString(program)).toBe(expected);
});

test("an assignment may span several lines, and its name does not start with a digit", () => {
	expect(["A=", "_a1=x", "A=x\ny", "1A=x", "A", "-A=1"].map((word) => assignment.test(word))).toEqual([
		true,
		true,
		true,
		false,
		false,
		false,
	]);
});

import { expect, test } from "@jest/globals";
import { readCompose } from "../../../readers/compose/read.ts";
import { aSourceFile, startWordsIn } from "../../support/engine-files.ts";

const wordsOf = (...service: readonly string[]) =>
	startWordsIn(
		readCompose(aSourceFile(`services: {web: {image: nginx${service.map((one) => `, ${one}`).join("")}}}`)),
		"web",
	);

test.each<[string, string, readonly string[]]>([
	["a string", "command: sh -c 'a > /x'", ["sh -c 'a > /x'"]],
	["a list", "command: [sh, -c, 'a > /x']", ["sh", "-c", "a > /x"]],
	["an entry point", "entrypoint: ['sh', '-c', 'a > /y']", ["sh", "-c", "a > /y"]],
	["a number", "command: [sleep, 10]", ["sleep", "10"]],
	["nothing", "command: null", []],
	["an empty list", "command: []", []],
	["an empty string", "command: ''", []],
	["a variable with a default", 'command: "${C:-tee /x}"', ["tee /x"]],
	["a variable without a default", 'command: "${C}"', ["${C}"]],
	["a variable within a word", "command: \"sh -c 'a > /x/${C}'\"", ["sh -c 'a > /x/${C}'"]],
	["a variable of the shell in the container", "command: \"sh -c 'a > /x/$$C'\"", ["sh -c 'a > /x/$C'"]],
	["a mapping in place of a word", "command: [{a: b}]", []],
])("a service starts with the words of %s", (_, command, expected) => {
	expect(wordsOf(command)).toEqual(expected);
});

test("the words of the command follow those of the entry point", () => {
	expect(wordsOf("entrypoint: [sh, -c]", "command: ['a > /x']")).toEqual(["sh", "-c", "a > /x"]);
});

test("the start words of the last layer count, and those of a missing file are unknown", () => {
	const text = [
		"services:",
		"  base: {image: nginx, command: tee /x}",
		"  web: {extends: base, command: tee /y}",
		"  lost: {extends: {file: lost.yaml, service: a}, image: nginx}",
		"  own: {extends: {file: lost.yaml, service: a}, image: nginx, command: tee /z}",
	].join("\n");
	const reading = readCompose(aSourceFile(text));
	expect(startWordsIn(reading, "web")).toEqual(["tee /y"]);
	expect(startWordsIn(reading, "lost")).toEqual({ unresolved: expect.stringContaining("lost.yaml") });
	expect(startWordsIn(reading, "own")).toEqual(["tee /z"]);
});

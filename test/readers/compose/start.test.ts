import { expect, test } from "@jest/globals";
import { readCompose } from "../../../readers/compose/read.ts";
import { aSourceFile, containerIn } from "../../support/engine-files.ts";

const startOf = (...service: readonly string[]) =>
	containerIn(
		readCompose(aSourceFile(`services: {web: {image: nginx${service.map((one) => `, ${one}`).join("")}}}`)),
		"web",
	).start;
const start = (...writes: readonly string[]) => ({ writes, installers: [] });

test.each<[string, string, unknown]>([
	["a text", "command: sh -c 'a > /x'", start("/x")],
	["a list", "command: [sh, -c, 'a > /x']", start("/x")],
	["an entry point", "entrypoint: ['sh', '-c', 'a > /y']", start("/y")],
	["a number", "command: [sleep, 10]", start()],
	["nothing", "command: null", null],
	["an empty list", "command: []", null],
	["an empty text", "command: ''", null],
	["a variable with a default", 'command: "${C:-tee /x}"', start("/x")],
	["without one", 'command: "${C}"', start()],
	["within", "command: \"sh -c 'a > /x/${C}'\"", start("/x/${C}")],
	["what the shell puts in", "command: \"sh -c 'a > /x/$$C'\"", start("/x/$C")],
	["what is no word", "command: [{a: b}]", null],
])("%s", (_, command, expected) => {
	expect(startOf(command)).toEqual(expected);
});

test("both together", () => {
	expect(startOf("entrypoint: [sh, -c]", "command: ['a > /x']")).toEqual(start("/x"));
});

test("the last layer's counts, and what another file may say is open", () => {
	const text = [
		"services:",
		"  base: {image: nginx, command: tee /x}",
		"  web: {extends: base, command: tee /y}",
		"  lost: {extends: {file: lost.yaml, service: a}, image: nginx}",
		"  own: {extends: {file: lost.yaml, service: a}, image: nginx, command: tee /z}",
	].join("\n");
	const reading = readCompose(aSourceFile(text));
	expect(containerIn(reading, "web").start).toEqual(start("/y"));
	expect(containerIn(reading, "lost").start).toEqual({ unresolved: expect.stringContaining("lost.yaml") });
	expect(containerIn(reading, "own").start).toEqual(start("/z"));
});

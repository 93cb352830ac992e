import { expect, test } from "@jest/globals";
import { parsePlaceholders } from "../../../core/placeholders.ts";
import { startWordsIn } from "../../../readers/task-definition/start-words.ts";

const open = { unresolved: "the parameter X has no default" };
const wordsOf = (entryPoint: unknown, command: unknown) =>
	startWordsIn({ containerDefinitions: [{ name: "web", entryPoint, command }] });

test.each<[string, unknown, unknown, unknown]>([
	["neither", undefined, null, []],
	["empty lists", [], [], []],
	["blank words alone", ["", " "], undefined, []],
	["an entry point alone", ["/start"], undefined, ["/start"]],
	["both together", ["sh", "-c"], ["a > /x"], ["sh", "-c", "a > /x"]],
	["a string in place of a list", undefined, "sh -c 'a > /x'", ["sh -c 'a > /x'"]],
	["a number among them", undefined, ["sleep", 10], ["sleep", "10"]],
	["what is no word", undefined, [null, {}], []],
	["a command that is unknown", undefined, open, open],
	["an entry point that is unknown", open, [], open],
	["an unknown part next to a known one", open, ["sh", "-c", "a > /x"], ["sh", "-c", "a > /x"]],
	["a word that is unknown", undefined, [open], ["…"]],
	[
		"a partly known word",
		undefined,
		["sh", "-c", { ...open, text: parsePlaceholders("echo ${X} > /etc/${X}") }],
		["sh", "-c", "echo ${X} > /etc/${X}"],
	],
])("a container starts with the words of %s", (_, entryPoint, command, expected) => {
	expect(wordsOf(entryPoint, command)).toEqual([expected]);
});

test("every container of a definition has its own words, in the order of the containers", () => {
	const containerDefinitions = [{ command: ["a"] }, open, "no container", { name: "b" }];
	expect(startWordsIn({ containerDefinitions })).toEqual([
		["a"],
		{ unresolved: open.unresolved },
		{ unresolved: "item 3 of containerDefinitions is a string, not an object" },
		[],
	]);
	expect([{}, open, null, { containerDefinitions: open }, { containerDefinitions: "a" }].map(startWordsIn)).toEqual(
		Array(5).fill([]),
	);
});

import { expect, test } from "@jest/globals";
import { startIn } from "../../../domain/ecs-json/start.ts";

const open = { unresolved: "Ref X has no default" };
const start = (...writes: readonly string[]) => ({ writes, installers: [] });

test.each<[string, unknown, unknown, unknown]>([
	["neither", undefined, null, null],
	["empty lists", [], [], null],
	["an entry point alone", ["/start"], undefined, start()],
	["both together", ["sh", "-c"], ["a > /x"], start("/x")],
	["a text in place of a list", undefined, "sh -c 'a > /x'", start("/x")],
	["a number among them", undefined, ["sleep", 10], start()],
	["what is no word", undefined, [null, {}], null],
	["a command that is open", undefined, open, open],
	["an entry point that is open", open, [], open],
	["beside one that is known", open, ["sh", "-c", "a > /x"], start("/x")],
	["a word that is open", undefined, [open], start()],
	[
		"of which something is known",
		undefined,
		["sh", "-c", { ...open, text: "echo ${X} > /etc/${X}" }],
		start("/etc/${X}"),
	],
])("%s", (_, entryPoint, command, expected) => {
	expect(startIn(entryPoint, command)).toEqual(expected);
});

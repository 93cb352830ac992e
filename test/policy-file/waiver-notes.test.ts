import { expect, test } from "@jest/globals";
import type { WaiverMark } from "../../core/verdict.ts";
import { waiverNotes } from "../../policy-file/waiver-notes.ts";
import { aVerdict } from "../support/verdicts.ts";
import { aWaiver } from "../support/waivers.ts";

type Effect = WaiverMark["effect"];
const idle = "its resource was checked in this run and does not fail; remove it";

test.each<[string, Effect[], string, string[]]>([
	["is valid and hides a failure", ["hides"], "2026-11-21", []],
	["is valid and hides nothing", ["none", "none"], "2026-11-21", [`waiver 2 no longer hides anything: ${idle}`]],
	["is valid and hides one of two failures", ["none", "hides"], "2026-11-21", []],
	["is valid, and its verdict is unknown", ["none", "unknown"], "2026-11-21", []],
	["is valid and matches nothing in this run", [], "2026-11-21", []],
	["has expired", ["expired"], "2026-11-20", ["waiver 2 expired on 2026-11-20; its failure counts again"]],
	[
		"has expired, for one of two failures",
		["none", "expired"],
		"2026-11-20",
		["waiver 2 expired on 2026-11-20; its failure counts again"],
	],
	[
		"has expired and matches nothing in this run",
		[],
		"2026-11-20",
		["waiver 2 expired on 2026-11-20; its failure counts again"],
	],
	[
		"has expired, and nothing fails",
		["none"],
		"2026-11-20",
		[`waiver 2 expired on 2026-11-20 and no longer hides anything: ${idle}`],
	],
])("a waiver that %s", (_, effects, expires, notes) => {
	const verdicts = effects.map((effect) => aVerdict({ waivers: [{ waiver: 1, effect }] }));
	const waivers = [aWaiver(), aWaiver({ expires })];
	const expected = notes.map((text) => ({ waiver: 1, text }));
	expect(waiverNotes(waivers, [aVerdict(), ...verdicts], "2026-11-21T12:00:00Z")).toEqual(expected);
});

test("every waiver with a note is listed, in the order of the file", () => {
	const verdicts = [
		aVerdict({
			waivers: [
				{ waiver: 2, effect: "none" },
				{ waiver: 0, effect: "none" },
			],
		}),
		aVerdict({ waivers: [{ waiver: 0, effect: "hides" }] }),
	];
	const waivers = [aWaiver(), aWaiver({ expires: "2020-02-29" }), aWaiver()];
	expect(waiverNotes(waivers, verdicts, "2026-11-21T12:00:00Z").map(({ waiver }) => waiver)).toEqual([1, 2]);
	expect(waiverNotes([], verdicts, "2026-11-21T12:00:00Z")).toEqual([]);
});

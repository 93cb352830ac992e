import { describe, expect, test } from "@jest/globals";
import type { Looks } from "../../../cli/formats/format.ts";
import { text } from "../../../cli/formats/text.ts";
import type { Judged } from "../../../cli/judged.ts";
import { inColour } from "../../../cli/terminal.ts";
import { aVerdict, judgedWith, someLooks } from "../../support/judged-files.ts";

const printed = (judged: Judged, looks: Partial<Looks> = {}): string =>
	[...text(judged, { ...someLooks, ...looks })].join("");

const ofPart = (part: string, container: string) => aVerdict({ part, subject: `web.json#${part}`, container });

describe("a failure", () => {
	test("says where, how bad, of what, why, and what to write", () => {
		expect(printed(judgedWith(aVerdict()))).toBe(`web.json (task-definition)
  web.json:3:5  HIGH  task-definition/read-only-root  container app
      container app can write to its root
      → Write readonlyRootFilesystem: true.

1 file: 1 failure (1 HIGH), 0 unknown, 0 passed, 0 not applicable
shipshape explain task-definition/read-only-root says why and shows how to mend it
`);
	});

	test("stands under its subject where a file has several", () => {
		const judged = judgedWith(ofPart("Web", "a"), ofPart("Api", "b"), ofPart("Web", "c"));
		const heads = printed(judged)
			.split("\n")
			.filter((line) => /^ {2}\S/.test(line));
		expect(heads.map((line) => line.trim().split("  ").at(-1))).toEqual([
			"Web",
			"container a",
			"container c",
			"Api",
			"container b",
		]);
	});

	test("of no container names none", () => {
		const { container: _, ...verdict } = aVerdict();
		expect(printed(judgedWith(verdict))).toContain("  web.json:3:5  HIGH  task-definition/read-only-root\n");
	});

	test("is wrapped at the terminal's width, its place never", () => {
		const message = "one two three four five six seven eight nine ten";
		expect(printed(judgedWith(aVerdict({ message })), { width: 30 })).toContain(`
      one two three four five
      six seven eight nine ten
      → Write
`);
	});

	test("has the colour of its severity", () => {
		const colours = (["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL"] as const).map((severity) => {
			const shown = printed(judgedWith(aVerdict({ severity })), { paint: inColour });
			return /5 {2}(.*?) {2}task/.exec(shown)?.[1];
		});
		expect(colours).toEqual([
			"\u001b[1m\u001b[31mCRITICAL\u001b[39m\u001b[22m",
			"\u001b[31mHIGH\u001b[39m",
			"\u001b[33mMEDIUM\u001b[39m",
			"\u001b[33mLOW\u001b[39m",
			"\u001b[2mINFORMATIONAL\u001b[22m",
		]);
	});
});

test("what passes is only counted", () => {
	const judged = judgedWith(aVerdict({ status: "pass" }), aVerdict({ status: "not-applicable" }));
	expect(printed({ ...judged, others: ["a.json", "b.json", "c.json", "d.json"] })).toBe(
		"1 file: no failures, 0 unknown, 1 passed, 1 not applicable; 4 other files: a.json, b.json, c.json and 1 more\n",
	);
	expect(printed(judged, { paint: inColour })).toContain("\u001b[32m1 file");
});

test("what could not be read is counted, and nothing is green then", () => {
	const judged: Judged = {
		...judgedWith(aVerdict({ status: "pass" })),
		unread: [
			{ path: "x", at: null, text: "y", what: "file" },
			{ path: "x", at: null, text: "y", what: "part" },
		],
	};
	expect(printed(judged, { paint: inColour })).toBe(
		"1 file: no failures, 0 unknown, 1 passed, 0 not applicable; 1 not judged; 1 part of a file not judged\n",
	);
});

test("a waived failure is shown, without advice", () => {
	const waived = aVerdict({ status: "waived", message: "as it was; waived by ops until 2026-12-31: migration" });
	expect(printed(judgedWith(waived))).toBe(`web.json (task-definition)
  web.json:3:5  WAIVED  task-definition/read-only-root  container app
      as it was; waived by ops until 2026-12-31: migration

1 file: no failures, 0 unknown, 1 waived, 0 passed, 0 not applicable
`);
});

describe("what is not known", () => {
	const unknown = (container: string, reason: string, control = "task-definition/image-vulnerabilities") =>
		aVerdict({ control, container, status: "unknown", message: `container ${container}: ${reason}` });

	test("is said once where the reasons are the same but for the container", () => {
		const judged = judgedWith(unknown("a", "needs AWS"), unknown("b", "needs AWS"), unknown("c", "other"));
		expect(printed(judged)).toBe(`Not known:
  task-definition/image-vulnerabilities: 3 not judged
      the container: needs AWS (web.json:3:5 and 1 more)
      the container: other (web.json:3:5)

1 file: no failures, 3 unknown, 0 passed, 0 not applicable
`);
	});

	test("is said by its cause where the rest differs", () => {
		const judged = judgedWith(
			unknown("a", "nginx could not be looked into: its registry was not queried"),
			unknown("b", "redis could not be looked into: its registry was not queried"),
		);
		expect(printed(judged)).toContain("\n      its registry was not queried (web.json:3:5 and 1 more)\n");
	});

	test("is counted where there are many reasons", () => {
		const judged = judgedWith(...["a", "b", "c", "d", "e"].map((reason) => unknown("x", reason)));
		const shown = printed(judged);
		expect(shown).toContain(": 5 not judged\n");
		expect(shown).toContain("      and 2 other reasons; --format json has all of them\n");
		expect(shown.match(/the container: /g)).toHaveLength(3);
	});
});

test("--quiet: a line for each failure and what is not known, no more", () => {
	const judged = judgedWith(
		aVerdict(),
		aVerdict({ status: "unknown", message: "container app: needs AWS" }),
		aVerdict({ status: "waived" }),
		aVerdict({ status: "pass" }),
	);
	expect(printed(judged, { quiet: true })).toBe(
		`web.json:3:5  HIGH  task-definition/read-only-root  container app  container app can write to its root
Not known:
  task-definition/read-only-root: 1 not judged
      the container: needs AWS (web.json:3:5)
`,
	);
	expect(printed(judgedWith(aVerdict({ status: "pass" })), { quiet: true })).toBe("");
});

test("everything is told where that is asked for: an audit reads what passes too", () => {
	const verdicts = (["pass", "not-applicable", "unknown", "waived"] as const).map((status) => aVerdict({ status }));
	const heads = printed(judgedWith(...verdicts), { all: true })
		.split("\n")
		.filter((line) => line.startsWith("  web.json:3:5"));
	expect(heads).toEqual(
		["UNKNOWN", "WAIVED", "pass", "not applicable"].map(
			(word) => `  web.json:3:5  ${word}  task-definition/read-only-root  container app`,
		),
	);
});

import { describe, expect, test } from "@jest/globals";
import type { CheckResult } from "../../../cli/check-result.ts";
import type { FormatOptions } from "../../../cli/formats/options.ts";
import { text } from "../../../cli/formats/text.ts";
import { ansiPaint } from "../../../cli/terminal.ts";
import { version } from "../../../cli/version.ts";
import { aVerdict, formatOptions, resultWith } from "../../support/check-results.ts";

const printed = (judged: CheckResult, looks: Partial<FormatOptions> = {}): string =>
	[...text(judged, { ...formatOptions, ...looks })].join("");

const ran = `shipshape ${version()}, default policy`;

const verdictOfPart = (part: string, container: string) => aVerdict({ part, subject: `web.json#${part}`, container });

describe("a failure", () => {
	test("is printed with location, severity, control, container, message and remediation", () => {
		expect(printed(resultWith(aVerdict()))).toBe(`web.json (task-definition)
  web.json:3:5  HIGH  task-definition/read-only-root  container app
      container app can write to its root
      → Write readonlyRootFilesystem: true.

1 file: 1 failure (1 HIGH), 0 unknown, 0 passed, 0 not applicable
shipshape explain task-definition/read-only-root explains why and how to fix it
${ran}
`);
	});

	test("is printed below its subject when a file has several", () => {
		const judged = resultWith(verdictOfPart("Web", "a"), verdictOfPart("Api", "b"), verdictOfPart("Web", "c"));
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

	test("without a container names no container", () => {
		const { container: _, ...verdict } = aVerdict();
		expect(printed(resultWith(verdict))).toContain("  web.json:3:5  HIGH  task-definition/read-only-root\n");
	});

	test("is wrapped to the terminal width, except for the location line", () => {
		const message = "one two three four five six seven eight nine ten";
		expect(printed(resultWith(aVerdict({ message })), { width: 30 })).toContain(`
      one two three four five
      six seven eight nine ten
      → Write
`);
	});

	test("has the color of its severity", () => {
		const colors = (["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL"] as const).map((severity) => {
			const shown = printed(resultWith(aVerdict({ severity })), { paint: ansiPaint });
			return /5 {2}(.*?) {2}task/.exec(shown)?.[1];
		});
		expect(colors).toEqual([
			"\u001b[1m\u001b[31mCRITICAL\u001b[39m\u001b[22m",
			"\u001b[31mHIGH\u001b[39m",
			"\u001b[33mMEDIUM\u001b[39m",
			"\u001b[33mLOW\u001b[39m",
			"\u001b[2mINFORMATIONAL\u001b[22m",
		]);
	});
});

test("passes are only counted", () => {
	const judged = resultWith(aVerdict({ status: "pass" }), aVerdict({ status: "not-applicable" }));
	expect(printed({ ...judged, unrecognized: ["a.json", "b.json", "c.json", "d.json"] })).toBe(
		"1 file: no failures, 0 unknown, 1 passed, 1 not applicable; 4 unrecognized files: a.json, b.json, c.json and 1 more\n" +
			`${ran}\n`,
	);
	expect(printed(judged, { paint: ansiPaint })).toContain("\u001b[32m1 file");
});

test("input that could not be read is counted, and the summary is not green", () => {
	const judged: CheckResult = {
		...resultWith(aVerdict({ status: "pass" })),
		unread: [
			{ path: "x", at: null, text: "y", extent: "file" },
			{ path: "x", at: null, text: "y", extent: "part" },
		],
	};
	expect(printed(judged, { paint: ansiPaint })).toBe(
		"1 file: no failures, 0 unknown, 1 passed, 0 not applicable; 1 file not checked; 1 part of a file not checked\n" +
			`${ansiPaint.dim(ran)}\n`,
	);
});

test("a waived failure is shown without remediation", () => {
	const waived = aVerdict({ status: "waived", message: "as it was; waived by ops until 2026-12-31: migration" });
	expect(printed(resultWith(waived))).toBe(`web.json (task-definition)
  web.json:3:5  WAIVED  task-definition/read-only-root  container app
      as it was; waived by ops until 2026-12-31: migration

1 file: no failures, 0 unknown, 1 waived, 0 passed, 0 not applicable
${ran}
`);
});

describe("unknown verdicts", () => {
	const unknown = (container: string, reason: string, control = "task-definition/image-vulnerabilities") =>
		aVerdict({ control, container, status: "unknown", message: `container ${container}: ${reason}` });

	test("are merged when the reasons differ only in the container", () => {
		const judged = resultWith(unknown("a", "needs AWS"), unknown("b", "needs AWS"), unknown("c", "other"));
		expect(printed(judged)).toBe(`Unknown:
  task-definition/image-vulnerabilities: 3 unknown
      the container: needs AWS (web.json:3:5 and 1 more)
      the container: other (web.json:3:5)

1 file: no failures, 3 unknown, 0 passed, 0 not applicable
${ran}
`);
	});

	test.each([
		"which could not be checked because its registry was not queried",
		"and the vulnerabilities of the image are unknown (its registry was not queried)",
		"which has an unknown tag (its registry was not queried)",
		"may have a digest once its placeholders are filled in (its registry was not queried)",
	])("are merged by the last clause of the reason when the rest differs: %s", (clause) => {
		const judged = resultWith(unknown("a", `nginx, ${clause}`), unknown("b", `redis, ${clause}`));
		expect(printed(judged)).toContain("\n      its registry was not queried (web.json:3:5 and 1 more)\n");
	});

	test("show three reasons and count the others", () => {
		const judged = resultWith(...["a", "b", "c", "d", "e"].map((reason) => unknown("x", reason)));
		const shown = printed(judged);
		expect(shown).toContain(": 5 unknown\n");
		expect(shown).toContain("      and 2 other reasons; --format json has all of them\n");
		expect(shown.match(/the container: /g)).toHaveLength(3);
	});
});

test("--quiet prints only one line per failure and the unknown verdicts", () => {
	const judged = resultWith(
		aVerdict(),
		aVerdict({ status: "unknown", message: "container app: needs AWS" }),
		aVerdict({ status: "waived" }),
		aVerdict({ status: "pass" }),
	);
	expect(printed(judged, { quiet: true })).toBe(
		`web.json:3:5  HIGH  task-definition/read-only-root  container app  container app can write to its root
Unknown:
  task-definition/read-only-root: 1 unknown
      the container: needs AWS (web.json:3:5)
`,
	);
	expect(printed(resultWith(aVerdict({ status: "pass" })), { quiet: true })).toBe("");
});

test("--all prints verdicts of every status", () => {
	const verdicts = (["pass", "not-applicable", "unknown", "waived"] as const).map((status) => aVerdict({ status }));
	const heads = printed(resultWith(...verdicts), { all: true })
		.split("\n")
		.filter((line) => line.startsWith("  web.json:3:5"));
	expect(heads).toEqual(
		["UNKNOWN", "WAIVED", "pass", "not applicable"].map(
			(word) => `  web.json:3:5  ${word}  task-definition/read-only-root  container app`,
		),
	);
});

describe("a long remedy", () => {
	const remediation = `${"Write this and that, and then something else. ".repeat(6)}Done.`;
	const judged = resultWith(aVerdict({ remediation }));

	test("ends on a terminal with the command that prints all of it", () => {
		const shown = printed(judged, { width: 100 });
		expect(shown).toMatch(/→ Write this and that,(?:[^→])*\S … shipshape explain\s+task-definition\/read-only-root\n/);
		expect(shown).not.toContain("Done.");
		const remedy = shown.split("→ ")[1]?.split("\n\n")[0] ?? "";
		expect(remedy.split("\n").length).toBeLessThanOrEqual(2);
	});

	test("is whole elsewhere", () => {
		expect(printed(judged)).toContain(`→ ${remediation}\n`);
	});
});

test("input that could not be read is listed in a report that goes to a file", () => {
	const unread = [{ path: "x.json", at: { line: 2, column: 3 }, text: "not JSON; write it", extent: "file" }] as const;
	const judged: CheckResult = { ...resultWith(aVerdict({ status: "pass" })), unread };
	expect(printed(judged, { listsUnread: true })).toMatch(
		/^Not checked:\n {2}x\.json:2:3: not JSON; write it\n\n1 file: /,
	);
});

test("a resource has its address, with its name in the file beside it", () => {
	const judged = resultWith(aVerdict({ part: "Web4F2A", address: "Shop/Web/Resource" }));
	expect(printed(judged)).toContain("\n  Shop/Web/Resource (Web4F2A)\n");
});

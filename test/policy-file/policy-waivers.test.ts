import { describe, expect, test } from "@jest/globals";
import { parsePolicy, parsePolicyFile } from "../../policy-file/policy.ts";
import { refusalOf } from "../support/policy-refusal.ts";

const whole = {
	control: "task-definition/read-only-root",
	resource: "task-definition/web",
	reason: "replaced in spring",
	owner: "shop team",
	expires: "2027-03-31",
};
type Changes = Readonly<Record<string, string | null>>;

/** A policy with one waiver, its keys a line each from the second line on; null leaves one out. */
function written(changes: Changes = {}): string {
	const lines = Object.entries({ ...whole, ...changes }).flatMap(([key, value]) =>
		value === null ? [] : `${key}: ${value}`,
	);
	return `waivers:\n  - ${lines.join("\n    ")}\n`;
}

describe("waivers", () => {
	test("are read as they are written, in order", () => {
		const vulnerabilities = ["CVE-2026-0001", "GHSA-jfh8-c2jp-5v3q", "ALAS2-2026:1"];
		const other = { ...whole, control: "image/vulnerabilities", vulnerabilities, expires: "2028-02-29" };
		const text = JSON.stringify({ waivers: [whole, other] });
		expect(parsePolicy(text, "p.json").waivers).toEqual([whole, other]);
		expect(parsePolicy(written(), "p.yaml").waivers).toEqual([whole]);
	});

	test("have positions", () => {
		const text = `mode: audit\nwaivers:\n${written().slice("waivers:\n".length).repeat(2)}`;
		const { waiverPositions: waiverPlaces, policy } = parsePolicyFile(text, "p.yaml");
		expect(waiverPlaces).toEqual([
			{ line: 3, column: 5 },
			{ line: 8, column: 5 },
		]);
		expect(policy.waivers).toHaveLength(2);
		expect(parsePolicyFile("", "p.yaml").waiverPositions).toEqual([]);
	});

	const reason = "why the failure is accepted";
	const day = "a valid date, as YYYY-MM-DD";
	const ids = "a list of ids, such as CVE-2026-0001";
	const vulnerabilities = (list: string) => ({ control: "image/vulnerabilities", vulnerabilities: list });
	test.each<[Changes, string]>([
		[{ owner: null }, "2:5: owner of waiver 1 is missing; write who is responsible for the waiver"],
		[{ owner: "" }, "5:12: owner of waiver 1 is empty; write who is responsible for the waiver"],
		[{ owner: '" "' }, '5:12: owner of waiver 1 is " "; write who is responsible for the waiver'],
		[{ owner: "7" }, "5:12: owner of waiver 1 is 7; write who is responsible for the waiver"],
		[
			{ owner: `x${"y".repeat(200)}` },
			`5:12: owner of waiver 1 is x${"y".repeat(58)}…; write who is responsible for the waiver, in at most 200 characters`,
		],
		[{ reason: null }, `2:5: reason of waiver 1 is missing; write ${reason}`],
		[{ reason: "[]" }, `4:13: reason of waiver 1 is []; write ${reason}`],
		[{ expires: null }, `2:5: expires of waiver 1 is missing; write ${day}`],
		[{ expires: "2027-02-29" }, `6:14: expires of waiver 1 is 2027-02-29; write ${day}`],
		[{ expires: "2027-13-01" }, `6:14: expires of waiver 1 is 2027-13-01; write ${day}`],
		[{ expires: "2027-3-1" }, `6:14: expires of waiver 1 is 2027-3-1; write ${day}`],
		[{ expires: "31.03.2027" }, `6:14: expires of waiver 1 is 31.03.2027; write ${day}`],
		[{ expires: "2027-03-31T00:00:00Z" }, `6:14: expires of waiver 1 is 2027-03-31T00:00:00Z; write ${day}`],
		[{ expires: "never" }, `6:14: expires of waiver 1 is never; write ${day}`],
		[{ expires: "20270331" }, `6:14: expires of waiver 1 is 20270331; write ${day}`],
		[{ resource: null }, '2:5: resource of waiver 1 is missing; write a string in which "*" stands for any text'],
		[
			{ control: null },
			"2:5: control of waiver 1 is missing; write the id of one control in each waiver, as shipshape explain lists them",
		],
		[{ control: "tmpfs-size" }, '2:14: control of waiver 1 is tmpfs-size; write "task-definition/tmpfs-size"'],
		[
			{ control: "task-definition/readonly-root" },
			'2:14: control of waiver 1 is task-definition/readonly-root; write "task-definition/read-only-root"',
		],
		[
			{ control: '"repository/*"' },
			'2:14: control of waiver 1 is "repository/*"; write the id of one control in each waiver, as shipshape explain lists them',
		],
		[
			{ control: "[image/scanned]" },
			"2:14: control of waiver 1 is [image/scanned]; write the id of one control in each waiver, as shipshape explain lists them",
		],
		[
			{ until: "2027-01-01" },
			'7:5: unknown key "until"; write one of control, resource, vulnerabilities, reason, owner, expires',
		],
		[{ expire: "2027-01-01" }, '7:5: unknown key "expire"; write "expires"'],
		[vulnerabilities("[]"), `7:22: vulnerabilities of waiver 1 is []; write ${ids}`],
		[vulnerabilities("CVE-2026-0001"), `7:22: vulnerabilities of waiver 1 is CVE-2026-0001; write ${ids}`],
		[vulnerabilities("['CVE-2026-*']"), `7:23: item 1 of vulnerabilities of waiver 1 is 'CVE-2026-*'; write ${ids}`],
		[
			{ vulnerabilities: "[CVE-2026-0001]" },
			"7:5: task-definition/read-only-root reports no vulnerabilities; remove the key, " +
				"or write image/vulnerabilities or task-definition/image-vulnerabilities as control",
		],
	])("with %j are rejected", (changes, refusal) => {
		expect(refusalOf(written(changes))).toBe(`shipshape.yaml:${refusal}`);
	});

	test("that are not a list of waivers are rejected", () => {
		expect(refusalOf("waivers: {}")).toBe("shipshape.yaml:1:10: waivers is {}; write a list of waivers");
		expect(refusalOf("waivers: [all]")).toBe("shipshape.yaml:1:11: waiver 1 is all; write a mapping of keys to values");
		expect(refusalOf("waivers:\n  - owner: a\n    owner: b")).toBe(
			'shipshape.yaml:3:5: the key "owner" appears twice; write it once',
		);
	});

	test("can have expired", () => {
		expect(refusalOf(written({ expires: "1999-12-31" }))).toBe("accepted");
	});

	test("can list vulnerabilities for both controls that report them", () => {
		expect(refusalOf(written(vulnerabilities("[CVE-2026-0001]")))).toBe("accepted");
		const ofUse = { control: "task-definition/image-vulnerabilities", vulnerabilities: "[CVE-2026-0001]" };
		expect(refusalOf(written(ofUse))).toBe("accepted");
	});

	test("are read with their positions, even ten thousand of them", () => {
		const waivers = Array.from({ length: 10_000 }, (_, at) => ({ ...whole, resource: `task-definition/web-${at}` }));
		const text = JSON.stringify({ waivers }, null, 1);
		expect(text.length).toBeGreaterThan(1024 ** 2);
		const { policy, waiverPositions: waiverPlaces } = parsePolicyFile(text, "p.json");
		expect(policy.waivers).toEqual(waivers);
		expect(waiverPlaces.at(-1)).toEqual({ line: 3 + 9_999 * 7, column: 3 });
	});
});

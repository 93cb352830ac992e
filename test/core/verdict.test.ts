import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
	compareSeverity,
	fail,
	isSeverity,
	notApplicable,
	pass,
	severities,
	statuses,
	unknown,
	worseSeverity,
	worstVerdict,
} from "../../core/verdict.ts";

const severity = fc.constantFrom(...severities);
const verdict = fc.record({ status: fc.constantFrom(...statuses), severity, order: fc.nat() });

test("severities are ordered from worst to mildest, statuses by what decides first", () => {
	expect(severities).toEqual(["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL"]);
	expect(statuses).toEqual(["fail", "unknown", "waived", "pass", "not-applicable"]);
});

test.each([
	["pass", pass],
	["fail", fail],
	["unknown", unknown],
	["not-applicable", notApplicable],
])("a %s judgement keeps its status and message, whatever other properties are given", (status, make) => {
	expect(make("because")).toEqual({ status, message: "because" });
	expect(make("because", { container: "app", pending: true, message: "no", status: "pass" })).toEqual({
		status,
		message: "because",
		container: "app",
		pending: true,
	});
});

describe("the order of severities", () => {
	test("is total", () => {
		fc.assert(
			fc.property(severity, severity, severity, (a, b, c) => {
				expect(Math.sign(compareSeverity(a, b))).toBe(0 - Math.sign(compareSeverity(b, a)));
				expect(compareSeverity(a, b) === 0).toBe(a === b);
				if (compareSeverity(a, b) <= 0 && compareSeverity(b, c) <= 0) {
					expect(compareSeverity(a, c)).toBeLessThanOrEqual(0);
				}
			}),
		);
	});

	test.each(severities.slice(1).map((mild, index) => [severities[index] ?? mild, mild] as const))(
		"%s is worse than %s",
		(bad, mild) => {
			expect(compareSeverity(bad, mild)).toBeLessThan(0);
			expect(worseSeverity(bad, mild)).toBe(bad);
			expect(worseSeverity(mild, bad)).toBe(bad);
			expect(worseSeverity(mild, mild)).toBe(mild);
		},
	);
});

test.each([
	["HIGH", true],
	["high", false],
	["UNDEFINED", false],
	["", false],
	["toString", false],
])("%j is a severity: %s", (text, expected) => {
	expect(isSeverity(text)).toBe(expected);
});

describe("the verdict that decides", () => {
	test.each([
		["a failure before anything else", ["unknown HIGH", "fail LOW", "pass CRITICAL"], "fail LOW"],
		["an unknown verdict before a pass", ["pass CRITICAL", "unknown LOW"], "unknown LOW"],
		["a waived failure before a pass", ["pass HIGH", "waived LOW"], "waived LOW"],
		["an unknown verdict before a waived failure", ["waived HIGH", "unknown LOW"], "unknown LOW"],
		["a pass before not-applicable", ["not-applicable HIGH", "pass LOW"], "pass LOW"],
		["the worst of several failures", ["fail MEDIUM", "fail CRITICAL", "fail HIGH"], "fail CRITICAL"],
	])("is %s", (_, all, expected) => {
		const read = (text: string) => {
			const [status, rank] = text.split(" ");
			return {
				status: statuses.find((one) => one === status) ?? "fail",
				severity: severities.find((one) => one === rank) ?? "LOW",
			};
		};
		expect(worstVerdict(all.map(read))).toEqual(read(expected));
	});

	test("is one of them, is not outranked by any, and is the first of its equals", () => {
		fc.assert(
			fc.property(fc.array(verdict, { minLength: 1 }), (all) => {
				const decided = worstVerdict(all);
				const rank = (one: { status: string; severity: string }) =>
					(statuses as readonly string[]).indexOf(one.status) * 10 +
					(severities as readonly string[]).indexOf(one.severity);
				expect(all.find((one) => rank(one) === Math.min(...all.map(rank)))).toBe(decided);
			}),
		);
	});

	test("does not exist without verdicts: worstVerdict throws", () => {
		expect(() => worstVerdict([])).toThrow(new RangeError("a control returned no verdict"));
	});
});

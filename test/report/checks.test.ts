import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { severities, statuses } from "../../core/verdict.ts";
import { checksOf, countBySeverity, describeControl, failedChecks, takeFirst } from "../../report/checks.ts";
import { anEntry, family, image, recorded, repository } from "../support/report-entries.ts";

const entries = [
	anEntry(repository("b"), { "repository/scan-on-push": recorded("fail", "b", { severity: "HIGH" }) }),
	anEntry(repository("a"), {
		"repository/tag-immutability": recorded("fail", "a"),
		"repository/scan-on-push": recorded("fail", "a", { severity: "HIGH" }),
	}),
	anEntry(image("a", "1"), { "image/scanned": recorded("pass", "scanned", { severity: "CRITICAL" }) }),
	anEntry(family("a"), {
		"task-definition/read-only-root": recorded("unknown", "no answer", { severity: "CRITICAL" }),
	}),
];

describe("checks", () => {
	test("are sorted worst first: by status, severity, control and subject", () => {
		const order = checksOf(entries).map(
			({ control, entry }) => `${control} ${entry.subject.kind} ${entry.arn.slice(-1)}`,
		);

		expect(order).toEqual([
			"repository/scan-on-push repository a",
			"repository/scan-on-push repository b",
			"repository/tag-immutability repository a",
			"task-definition/read-only-root task-definition a",
			"image/scanned image 1",
		]);
	});

	test("are sorted the same whatever the order of the ledger", () => {
		const verdict = fc.record({ status: fc.constantFrom(...statuses), severity: fc.constantFrom(...severities) });
		const subjects = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}$/), { maxLength: 6 });
		fc.assert(
			fc.property(subjects, fc.array(verdict, { minLength: 6, maxLength: 6 }), (names, verdicts) => {
				const some = names.map((name, index) =>
					anEntry(repository(name), { "repository/scan-on-push": recorded("pass", name, verdicts[index]) }),
				);

				expect(checksOf(some.toReversed())).toEqual(checksOf(some));
			}),
		);
	});

	test("are counted by severity, without severities that have none", () => {
		expect(countBySeverity(failedChecks(checksOf(entries)))).toEqual([
			["HIGH", 2],
			["MEDIUM", 1],
		]);
	});
});

test("a control that no longer exists is described by its id", () => {
	expect(describeControl([], "image/gone")).toEqual({ title: "image/gone", why: "", references: [] });
});

test.each<{ max: number; shown: readonly number[]; remaining: number }>`
	max  | shown        | remaining
	${2} | ${[1, 2]}    | ${1}
	${3} | ${[1, 2, 3]} | ${0}
	${9} | ${[1, 2, 3]} | ${0}
`("with at most $max of three items shown, $remaining remain", ({ max, shown, remaining }) => {
	expect(takeFirst([1, 2, 3], max)).toEqual({ shown, remaining });
});

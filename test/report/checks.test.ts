import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { severities, statuses } from "../../core/verdict.ts";
import { bounded, bySeverity, checksOf, failing, toldOf } from "../../report/checks.ts";
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
	test("come worst first: by status, severity, control and subject", () => {
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

	test("have the same order whatever order the ledger gives them in", () => {
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

	test("are counted by severity, without those that nothing has", () => {
		expect(bySeverity(failing(checksOf(entries)))).toEqual([
			["HIGH", 2],
			["MEDIUM", 1],
		]);
	});
});

test("a control that no longer exists is told by its id", () => {
	expect(toldOf([], "image/gone")).toEqual({ title: "image/gone", why: "", references: [] });
});

test.each<{ most: number; shown: readonly number[]; left: number }>`
	most | shown        | left
	${2} | ${[1, 2]}    | ${1}
	${3} | ${[1, 2, 3]} | ${0}
	${9} | ${[1, 2, 3]} | ${0}
`("of three items at most $most are shown and $left are left", ({ most, shown, left }) => {
	expect(bounded([1, 2, 3], most)).toEqual({ shown, left });
});

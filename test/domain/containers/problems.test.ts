import { expect, test } from "@jest/globals";
import { combineProblems, isNonEmpty, type Problem } from "../../../domain/containers/problems.ts";

const problem = (severity: Problem["severity"], name: string, more: Partial<Problem> = {}): Problem => ({
	severity,
	message: `${name} is wrong`,
	remediation: `Mend ${name}.`,
	...more,
});

test("sorts the worst problem first, takes severity and field from it, and keeps the order of equal ones", () => {
	const low = problem("LOW", "a", { field: "fieldA" });
	const high = problem("HIGH", "b", { field: "fieldB" });
	const other = problem("HIGH", "c", { field: "fieldC" });
	expect(combineProblems([low, high, other])).toEqual({
		status: "fail",
		severity: "HIGH",
		message: "b is wrong; c is wrong; a is wrong",
		remediation: "Mend b. Mend c. Mend a.",
		field: "fieldB",
	});
});

test("has no field if the worst problem has none", () => {
	const failure = combineProblems([problem("LOW", "a", { field: "fieldA" }), problem("HIGH", "b")]);
	expect(failure).not.toHaveProperty("field");
});

test("gives a shared remediation once and keeps other properties", () => {
	const shared = { remediation: "Fix both." };
	expect(
		combineProblems([problem("LOW", "a", shared), problem("LOW", "b", shared)], { container: "app" }),
	).toMatchObject({
		remediation: "Fix both.",
		container: "app",
	});
});

test("an empty list is not non-empty", () => {
	expect([isNonEmpty([]), isNonEmpty([1])]).toEqual([false, true]);
});

import { expect, test } from "@jest/globals";
import { failureOf, isNonEmpty, type Problem } from "../../../domain/containers/problems.ts";

const problem = (severity: Problem["severity"], name: string, more: Partial<Problem> = {}): Problem => ({
	severity,
	message: `${name} is wrong`,
	remediation: `Mend ${name}.`,
	...more,
});

test("the worst problem comes first and gives severity and field; those alike keep their order", () => {
	const low = problem("LOW", "a", { field: "fieldA" });
	const high = problem("HIGH", "b", { field: "fieldB" });
	const other = problem("HIGH", "c", { field: "fieldC" });
	expect(failureOf([low, high, other])).toEqual({
		status: "fail",
		severity: "HIGH",
		message: "b is wrong; c is wrong; a is wrong",
		remediation: "Mend b. Mend c. Mend a.",
		field: "fieldB",
	});
});

test("without a field of the worst there is none", () => {
	const failure = failureOf([problem("LOW", "a", { field: "fieldA" }), problem("HIGH", "b")]);
	expect(failure).not.toHaveProperty("field");
});

test("one mending of several problems is said once, and more is kept", () => {
	const mending = { remediation: "Mend both." };
	expect(failureOf([problem("LOW", "a", mending), problem("LOW", "b", mending)], { container: "app" })).toMatchObject({
		remediation: "Mend both.",
		container: "app",
	});
});

test("none are not any", () => {
	expect([isNonEmpty([]), isNonEmpty([1])]).toEqual([false, true]);
});

import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { findingIdOf, generatorIdOf } from "../../core/finding.ts";

test("the same control on the same subject has the same finding id", () => {
	expect(findingIdOf("repository/scan-on-push", "arn:aws:ecr:ap-northeast-1:111122223333:repository/payments")).toBe(
		"shipshape/repository/scan-on-push/arn:aws:ecr:ap-northeast-1:111122223333:repository/payments",
	);
	expect(generatorIdOf("repository/scan-on-push")).toBe("shipshape/repository/scan-on-push");
});

test("different controls or subjects have different finding ids", () => {
	const id = fc.stringMatching(/^[a-z-]{1,8}\/[a-z-]{1,8}$/);
	const arn = fc.stringMatching(/^arn:[a-z:/-]{1,20}$/);
	fc.assert(
		fc.property(id, arn, id, arn, (control, subject, otherControl, otherSubject) => {
			const same = control === otherControl && subject === otherSubject;
			expect(findingIdOf(control, subject) === findingIdOf(otherControl, otherSubject)).toBe(same);
		}),
	);
});

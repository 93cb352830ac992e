import { expect, test } from "@jest/globals";
import { replyTo } from "../../../pipeline/cloudformation-hook/reply.ts";

const finding = {
	control: "task-definition/read-only-root",
	message: "container app has a writable root filesystem",
	remediation: "Set ReadonlyRootFilesystem to true.",
	severity: "HIGH",
} as const;
const refusal = { hookStatus: "FAILED", errorCode: "NonCompliant", summary: "Web is refused by the policy" } as const;

test("a refusal has the control, the reason and the remediation, as a message and as annotations", () => {
	const terms = { clientRequestToken: "7b1c", maxMessage: 4_096 };
	expect(replyTo(terms, { ...refusal, findings: [finding] })).toEqual({
		hookStatus: "FAILED",
		errorCode: "NonCompliant",
		message:
			"Web is refused by the policy | task-definition/read-only-root: container app has a writable root filesystem. " +
			"Set ReadonlyRootFilesystem to true.",
		clientRequestToken: "7b1c",
		annotations: [
			{
				annotationName: "task-definition/read-only-root",
				status: "FAILED",
				statusMessage: "container app has a writable root filesystem",
				remediationMessage: "Set ReadonlyRootFilesystem to true.",
				severityLevel: "HIGH",
			},
		],
	});
});

test("a reply without findings has no annotations, and no token that the request did not have", () => {
	const terms = { clientRequestToken: null, maxMessage: 1_024 };
	expect(replyTo(terms, { hookStatus: "SUCCESS", summary: "nothing fails", findings: [] })).toEqual({
		hookStatus: "SUCCESS",
		message: "nothing fails",
	});
});

test.each([1_024, 4_096])("a message has at most %i characters, and the annotations at most 50", (maxMessage) => {
	const findings = Array.from({ length: 300 }, (_, at) => ({ ...finding, message: `container ${at} is writable` }));
	const { message, annotations } = replyTo({ clientRequestToken: null, maxMessage }, { ...refusal, findings });
	expect(message).toHaveLength(maxMessage);
	expect(message).toMatch(/^Web is refused by the policy \| task-definition.*…$/);
	expect(annotations).toHaveLength(50);
});

import { expect, test } from "@jest/globals";
import { judgeSubject } from "../../cli/judge-subject.ts";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { aContainer, aTaskDefinition } from "../support/builders.ts";

const subject = {
	facts: aTaskDefinition({ arn: "app.yaml#Web", containers: [aContainer({ user: null })] }),
	place: () => ({ line: 3, column: 5 }),
	onlyField: "user",
};
const adviceOf = (more: { readonly inItsWords?: (advice: string) => string }) =>
	judgeSubject({ ...subject, ...more }, "app.yaml", defaultPolicy, true).map(({ remediation }) => remediation);

test("advice comes in the words of the file", () => {
	expect(adviceOf({})).toEqual([expect.stringContaining('"user": ')]);
	expect(adviceOf({ inItsWords: (advice) => advice.replaceAll('"user"', "USER") })).toEqual([
		expect.stringContaining("USER: "),
	]);
});

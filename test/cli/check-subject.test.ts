import { expect, test } from "@jest/globals";
import { checkSubject } from "../../cli/check-subject.ts";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { aContainer, aTaskDefinition } from "../support/builders.ts";

const subject = {
	facts: aTaskDefinition({ arn: "app.yaml#Web", containers: [aContainer({ user: null })] }),
	positionOf: () => ({ line: 3, column: 5 }),
	onlyField: "user",
};
const remediationOf = (more: { readonly inFileTerms?: (remediation: string) => string }) =>
	checkSubject({ ...subject, ...more }, "app.yaml", { policy: defaultPolicy, pathInPolicy: String }, true).map(
		({ remediation }) => remediation,
	);

test("remediation uses the terms of the file format", () => {
	expect(remediationOf({})).toEqual([expect.stringContaining('"user": ')]);
	expect(remediationOf({ inFileTerms: (remediation) => remediation.replaceAll('"user"', "USER") })).toEqual([
		expect.stringContaining("USER: "),
	]);
});

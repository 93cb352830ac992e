import { expect, test } from "@jest/globals";
import { toAsff } from "../../../adapters/security-hub/to-asff.ts";
import { aChange, anEntry } from "../../support/entries.ts";
import { aControl, aRecordedVerdict } from "../../support/verdicts.ts";

const control = aControl({ references: ["https://docs.aws.amazon.com/ecs/read-only"] });

test.each([
	["fail", true],
	["unknown", true],
	["waived", true],
	["pass", false],
	["not-applicable", false],
] as const)("%s: says how to repair it: %s", (status, says) => {
	const finding = toAsff(anEntry({}), { ...aChange(), after: aRecordedVerdict({ status }) }, control);
	expect(finding.Remediation !== undefined).toBe(says);
	expect(toAsff(anEntry({ controls: {} }), { ...aChange(), after: null }, control)).not.toHaveProperty("Remediation");
});

test("a finding of what another control reports now is archived", () => {
	const after = aRecordedVerdict({ status: "unknown", explainedBy: "image/scanned" });
	const change = { ...aChange(), kind: "closed", after } as const;
	expect(toAsff(anEntry({}), change, control)).toMatchObject({ RecordState: "ARCHIVED" });
});

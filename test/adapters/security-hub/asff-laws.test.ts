import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { boundedFindingId } from "../../../adapters/security-hub/finding-id.ts";
import { toAsff } from "../../../adapters/security-hub/to-asff.ts";
import { statuses } from "../../../core/verdict.ts";
import { anyText } from "../../support/any-text.ts";
import { asffFaults } from "../../support/asff.ts";
import { aChange, anEntry, imageSubject, repositorySubject } from "../../support/entries.ts";
import { aBlock, aControl, aFamily, aRecordedVerdict } from "../../support/verdicts.ts";

const anyVerdict = fc.record({
	status: fc.constantFrom(...statuses),
	message: anyText,
	remediation: anyText,
	containers: fc.array(anyText, { maxLength: 50 }),
	fields: fc.dictionary(anyText, anyText, { maxKeys: 80 }),
	vulnerabilities: fc.array(fc.record({ id: anyText, severity: anyText, package: anyText, uri: anyText }), {
		maxLength: 20,
	}),
});
const anySubject = fc.constantFrom(repositorySubject(), imageSubject(), aFamily());

test("S07: a finding from any verdict is within the lengths that AWS documents", () => {
	fc.assert(
		fc.property(anyVerdict, anySubject, anyText, fc.dictionary(anyText, anyText), (verdict, subject, text, about) => {
			const entry = anEntry({
				subject,
				about: { ...about, revision: "8", tags: text, pushedAt: text, tagMutability: text },
				blocks: [aBlock({ outcome: "failed", reason: text })],
			});
			const control = aControl({ title: text, ...(text.trim() === "" ? {} : { aws: "ECS.5" }) });
			const finding = toAsff(entry, aChange({ after: aRecordedVerdict(verdict) }), control);
			expect(asffFaults(finding)).toEqual([]);
			expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
		}),
		{ numRuns: 150 },
	);
});

describe("the id of a finding", () => {
	test("contains the subject, or its hash if the id would exceed 512 characters", () => {
		const arn = "arn:aws:ecr:ap-northeast-1:111122223333:repository/payments";
		expect(boundedFindingId("image/scanned", arn)).toBe(`shipshape/image/scanned/${arn}`);
		expect(boundedFindingId("image/scanned", "a".repeat(600))).toMatch(
			/^shipshape\/image\/scanned\/sha256:[0-9a-f]{64}$/,
		);
	});

	test("depends only on control and subject, and is unique for every subject", () => {
		fc.assert(
			fc.property(anyText, anyText, (one, other) => {
				const [first, second] = [boundedFindingId("c", one), boundedFindingId("c", other)];
				expect(first === second).toBe(one === other);
			}),
		);
	});
});

import { marshall } from "@aws-sdk/util-dynamodb";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { fitToItem } from "../../../adapters/dynamodb/within-item.ts";
import { entryAfter } from "../../../core/ledger.ts";
import { readAt } from "../../support/builders.ts";
import { aBlock, aFamily, anEntryOf, aRecordedVerdict, aVerdict } from "../../support/verdicts.ts";

const limit = 400 * 1024;
const itemBytesOf = (entry: object): number =>
	Buffer.byteLength(JSON.stringify(marshall(entry, { removeUndefinedValues: true })));
const control = "task-definition/read-only-root";

test("an ordinary entry is unchanged", () => {
	const entry = anEntryOf({ controls: { [control]: aRecordedVerdict({ containers: ["app"] }) }, blocks: [aBlock()] });
	expect(fitToItem(entry)).toEqual(entry);
});

test("ten thousand failing containers fit", () => {
	const verdicts = Array.from({ length: 10_000 }, (_, n) =>
		aVerdict({ container: `container-${n}`, message: `container ${n} ${"has a writable root ".repeat(20)}` }),
	);
	const look = { subject: aFamily(), readAt, rules: "rules-1", verdicts, blocks: [], about: {} };
	const entry = fitToItem(entryAfter(null, look));
	expect(itemBytesOf(entry)).toBeLessThan(limit);
	expect(entry.controls[control]).toMatchObject({ status: "fail", severity: "HIGH" });
});

describe("an entry of any size", () => {
	const text = (characters: number) =>
		fc.constantFrom("x", "ü", "😀", "\n", '"', "\u202e").map((one) => one.repeat(characters));
	const recorded = fc
		.record({
			message: text(40_000),
			remediation: text(20_000),
			containers: fc.array(text(255), { maxLength: 60 }),
			fields: fc.dictionary(fc.string({ maxLength: 20 }), text(2_000), { maxKeys: 50 }),
		})
		.map(aRecordedVerdict);
	const entries = fc
		.dictionary(fc.string({ minLength: 1, maxLength: 40 }), recorded, { minKeys: 1, maxKeys: 12 })
		.map((controls) =>
			anEntryOf({ controls, blocks: Array.from({ length: 20 }, (_, revision) => aBlock({ revision })) }),
		);

	test("fits in the same way every time, with every control, status and block", () => {
		fc.assert(
			fc.property(entries, (entry) => {
				const small = fitToItem(entry);
				expect(itemBytesOf(small)).toBeLessThan(limit);
				expect(fitToItem(entry)).toEqual(small);
				const wanted = Object.keys(entry.controls).filter(
					(id) => !["__proto__", "constructor", "prototype"].includes(id),
				);
				expect(Object.keys(small.controls)).toEqual(wanted);
				expect(small.blocks).toEqual(entry.blocks);
				expect(Object.values(small.controls).every(({ status }) => status === "fail")).toBe(true);
			}),
			{ numRuns: 30 },
		);
	});
});

test("is written without keys that would modify a prototype", () => {
	const about: Record<string, string> = JSON.parse('{"__proto__": "a", "constructor": "b", "revision": "7"}');
	expect(fitToItem(anEntryOf({ about })).about).toEqual({ revision: "7" });
});

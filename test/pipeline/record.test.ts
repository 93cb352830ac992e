import { expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import type { Check } from "../../core/ledger.ts";
import { record } from "../../pipeline/record.ts";
import { LedgerInMemory } from "../support/ledger.ts";
import { aBlock, aFamily, aVerdict } from "../support/verdicts.ts";

const { control } = aVerdict();
const ledger = new LedgerInMemory();
const policy = { ...defaultPolicy, slack: { ...defaultPolicy.slack, minimumSeverity: "HIGH" as const } };
const checkAt = (readAt: string, blocks: Check["blocks"]): Check => ({
	...{ subject: aFamily(), readAt, rules: "r1", about: {}, blocks },
	verdicts: [aVerdict({ severity: "LOW" })],
});

test("a block that is added to a later reading's verdicts counts as heard of with the failure behind it", async () => {
	const ports = { rules: { policy }, ledger, backOff: async () => {} };
	const { entry } = await record(checkAt("2026-11-21T12:00:09.000Z", []), null, ports);
	expect(entry.notified).toEqual({});
	const late = checkAt("2026-11-21T12:00:05.000Z", [aBlock({ because: [control] })]);
	expect(await record(late, entry, ports)).toMatchObject({
		isLatest: false,
		entry: { notified: { default: [control] } },
	});
});

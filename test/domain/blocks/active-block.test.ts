import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import type { Policy } from "../../../core/policy.ts";
import { findActiveBlock } from "../../../domain/blocks/active-block.ts";
import { readAt } from "../../support/builders.ts";
import { aBlock } from "../../support/verdicts.ts";

const policyWith = (block: Partial<Policy["block"]>): Policy => ({
	...defaultPolicy,
	block: { ...defaultPolicy.block, ...block },
});

describe("a block is active", () => {
	const policy = policyWith({ keepFor: 7 });
	const blocks = [aBlock({ revision: 6 }), aBlock(), aBlock({ revision: 7 })];
	const dayAfter = "2026-11-22T12:00:00.000Z";

	test.each([
		["while an older revision is the newest active one", 7, dayAfter],
		["while the blocked revision is the newest active one", 8, dayAfter],
		["while no revision is active", null, dayAfter],
		["until the last millisecond of its seven days", 7, "2026-11-28T11:59:59.999Z"],
	])("%s", (_, newest, now) => {
		expect(findActiveBlock(blocks, newest, now, policy)).toEqual(aBlock());
	});

	test.each([
		["a later revision is active", 9, dayAfter],
		["its seven days are over", 7, "2026-11-28T12:00:00.000Z"],
		["its seven days are long over and no revision is active", null, "2027-11-28T12:00:00.000Z"],
	])("not if %s", (_, newest, now) => {
		expect(findActiveBlock(blocks, newest, now, policy)).toBeNull();
	});

	test.each(["would-have", "failed", "gone", "protected", "not-possible", "overridden"] as const)(
		"not if its outcome is %s instead of done",
		(outcome) => {
			expect(findActiveBlock([aBlock({ outcome })], 7, dayAfter, policy)).toBeNull();
			const mixed = [aBlock({ revision: 7 }), aBlock({ outcome })];
			expect(findActiveBlock(mixed, 6, dayAfter, policy)).toEqual(aBlock({ revision: 7 }));
		},
	);

	test("not for a family without blocks", () => {
		expect(findActiveBlock([], 7, readAt, policy)).toBeNull();
	});

	test("not even for a day if keepFor is 0", () => {
		expect(findActiveBlock(blocks, 7, readAt, policyWith({ keepFor: 0 }))).toBeNull();
	});
});

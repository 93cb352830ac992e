import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import type { Policy } from "../../../core/policy.ts";
import { breakGlassFor, maxTagDays } from "../../../domain/blocks/break-glass.ts";
import { decideBlock, exemptionOf } from "../../../domain/blocks/decide.ts";
import { aTaskDefinition } from "../../support/builders.ts";
import { aControl, aVerdict } from "../../support/verdicts.ts";

const now = "2026-11-21T23:59:59.000Z";
const policyWith = (block: Partial<Policy["block"]> = {}, mode: Policy["mode"] = "enforce"): Policy => ({
	...{ ...defaultPolicy, mode },
	block: { ...defaultPolicy.block, ...block },
});
const key = "shipshape:break-glass";
const tagged = (value: string) => aTaskDefinition({ tags: { value: { [key]: value } } });
const because = ["task-definition/read-only-root"];
const decide = (target: ReturnType<typeof tagged>, policy = policyWith()) =>
	decideBlock([aControl({ id: "task-definition/read-only-root", blocking: true })], target, [aVerdict()], {
		...{ policy, now, action: "deregister" },
	});

describe("a break-glass tag", () => {
	const form = "write YYYY-MM-DD OWNER REASON";
	test.each([
		["whose last day is over", "2026-11-20 jane incident", "expired on 2026-11-20"],
		["without a reason", "2026-11-21 jane", form],
		["without a day", "jane incident 4711", form],
		["with a day that does not exist", "2026-11-31 jane incident", form],
		["without a value", "", form],
		[
			`more than ${maxTagDays} days ahead`,
			"2026-12-22 jane incident",
			"2026-12-22 is more than 30 days ahead; write 2026-12-21 or an earlier day",
		],
	])("%s is ignored, and the block says so", (_, value, problem) => {
		const note = `the tag ${key} is ignored: ${problem}`;
		expect(decide(tagged(value))).toEqual({ kind: "block", because, note });
	});

	test.each([
		["with more spaces than it needs", "  2026-11-21   jane  incident  4711 ", "jane: incident 4711"],
		[`${maxTagDays} days ahead`, "2026-12-21 jane incident", "until 2026-12-21"],
	])("%s counts", (_, value, reason) => {
		expect(breakGlassFor(tagged(value), policyWith(), now)).toMatchObject({
			...{ reason: expect.stringContaining(reason), ignored: null },
		});
	});

	test("that is not there, or that the policy does not read, is not mentioned", () => {
		expect(decide(aTaskDefinition({ tags: { value: {} } }))).toEqual({ kind: "block", because });
		expect(decide(tagged("soon"), policyWith({ breakGlassTag: "" }))).toEqual({ kind: "block", because });
		expect(decide(aTaskDefinition({ tags: { value: {} } }), policyWith({ breakGlassTag: "toString" }))).toEqual({
			...{ kind: "block", because },
		});
	});
});

describe("tags that could not be read", () => {
	const unread = aTaskDefinition({ tags: { unread: "ECS did not respond" } });
	const doubt = `cannot tell whether it has the tag ${key}, because ECS did not respond, and the policy's block.onUnknown is`;
	test("leave it to onUnknown whether a failing revision is blocked", () => {
		const allowed = { kind: "report", because, outcome: "failed", reason: `${doubt} allow` };
		expect(decide(unread)).toEqual(allowed);
		expect(decide(unread, policyWith({ onUnknown: "block" }))).toEqual({
			...{ kind: "block", because, note: `${doubt} block` },
		});
	});

	const entry = { resource: "task-definition/*", owner: "jane", reason: "x", expires: "9999-12-31" };
	test.each([
		["the policy has no such tag", policyWith({ breakGlassTag: "" }), "block"],
		["the family is protected", policyWith({ protected: ["web"] }), "protected"],
		[
			"an entry of the policy counts, which may be longer than a tag",
			policyWith({ breakGlass: [entry] }),
			"overridden",
		],
		["nothing is blocked", policyWith({}, "audit"), "would-have"],
	])("make no difference if %s", (_, policy, expected) => {
		const decision = decide(unread, policy);
		expect(decision.kind === "report" ? decision.outcome : decision.kind).toBe(expected);
	});
});

test("break-glass is reported in audit mode as it would be in enforce mode; protection comes first", () => {
	const target = tagged("2026-11-21 jane incident");
	expect(exemptionOf(target, policyWith({}, "audit"), now)).toEqual(exemptionOf(target, policyWith(), now));
	expect(exemptionOf(target, policyWith({}, "audit"), now)?.outcome).toBe("overridden");
	expect(exemptionOf(target, policyWith({ protected: ["*"] }, "audit"), now)?.outcome).toBe("protected");
});

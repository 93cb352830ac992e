import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import lifecyclePolicy from "../../../controls/repository/lifecycle-policy.ts";
import { settingsOf } from "../../../core/policy.ts";
import { readLifecyclePolicy } from "../../../domain/lifecycle/read-policy.ts";
import { suggestLifecyclePolicy } from "../../../domain/lifecycle/suggest.ts";

const defaults = settingsOf(defaultPolicy.controls, lifecyclePolicy);
const descriptions = (settings: Partial<typeof defaults>) =>
	suggestLifecyclePolicy({ ...defaults, ...settings }).rules.map(({ description }) => description);

test("suggests the documented policy with the defaults", () => {
	const page = readFileSync(join(__dirname, "../../../controls/repository/lifecycle-policy.md"), "utf8");
	const [, printed = ""] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
	expect(suggestLifecyclePolicy(defaults)).toEqual(JSON.parse(printed));
});

test("puts releases first, with one rule per pattern", () => {
	expect(descriptions({ releaseTags: ["v*", "stable", "v*"] })).toEqual([
		"Keep v*",
		"Keep stable",
		"Expire untagged images after 14 days",
		"Keep the newest 20 tagged images",
	]);
});

test("suggests a policy without releases", () => {
	expect(descriptions({ releaseTags: [], untaggedDays: 1, keepNewest: 3 })).toEqual([
		"Expire untagged images after 1 day",
		"Keep the newest 3 tagged images",
	]);
});

test.each([
	["more releases than a finding can carry", Array.from({ length: 20 }, (_, index) => `release-${index}-*`)],
	["a pattern that AWS would refuse", ["v*", "*a*b*c*d*"]],
	["an empty pattern", [""]],
])("does not affect tagged images with %s", (_, releaseTags) => {
	expect(descriptions({ releaseTags })).toEqual(["Expire untagged images after 14 days"]);
});

test("limits the policy to 2,048 characters", () => {
	const releases = (length: number) => ({ releaseTags: ["v".repeat(length)], untaggedDays: 14, keepNewest: 20 });
	expect(JSON.stringify(suggestLifecyclePolicy(releases(727)))).toHaveLength(2048);
	expect(suggestLifecyclePolicy(releases(727)).rules).toHaveLength(3);
	expect(suggestLifecyclePolicy(releases(728)).rules).toHaveLength(1);
});

test("is valid and fits into a finding for any settings", () => {
	const settings = fc.record({
		releaseTags: fc.array(fc.string(), { maxLength: 30 }),
		untaggedDays: fc.integer({ min: 1, max: 10_000 }),
		keepNewest: fc.integer({ min: 1, max: 10_000 }),
	});
	fc.assert(
		fc.property(settings, (some) => {
			const text = JSON.stringify(suggestLifecyclePolicy(some));
			expect(readLifecyclePolicy(text)).toMatchObject({ kind: "valid" });
			expect(text.length).toBeLessThanOrEqual(2048);
		}),
	);
});

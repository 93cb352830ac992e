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

test("with the defaults it is the policy that the documentation prints", () => {
	const page = readFileSync(join(__dirname, "../../../controls/repository/lifecycle-policy.md"), "utf8");
	const [, printed = ""] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
	expect(suggestLifecyclePolicy(defaults)).toEqual(JSON.parse(printed));
});

test("releases come first, each pattern by itself and once", () => {
	expect(descriptions({ releaseTags: ["v*", "stable", "v*"] })).toEqual([
		"Keep v*",
		"Keep stable",
		"Expire untagged images after 14 days",
		"Keep the newest 20 tagged images",
	]);
});

test("without releases", () => {
	expect(descriptions({ releaseTags: [], untaggedDays: 1, keepNewest: 3 })).toEqual([
		"Expire untagged images after 1 day",
		"Keep the newest 3 tagged images",
	]);
});

test.each([
	["more releases than a finding can carry", Array.from({ length: 20 }, (_, index) => `release-${index}-*`)],
	["a pattern that AWS would refuse", ["v*", "*a*b*c*d*"]],
	["an empty pattern", [""]],
])("%s: no tagged image is touched", (_, releaseTags) => {
	expect(descriptions({ releaseTags })).toEqual(["Expire untagged images after 14 days"]);
});

test("a finding carries 2,048 characters, and not one more", () => {
	const releases = (length: number) => ({ releaseTags: ["v".repeat(length)], untaggedDays: 14, keepNewest: 20 });
	expect(JSON.stringify(suggestLifecyclePolicy(releases(727)))).toHaveLength(2048);
	expect(suggestLifecyclePolicy(releases(727)).rules).toHaveLength(3);
	expect(suggestLifecyclePolicy(releases(728)).rules).toHaveLength(1);
});

test("whatever the settings, AWS would take it and a finding can carry it", () => {
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

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { controls } from "../../controls/index.ts";
import { parsePolicy } from "../../policy-file/policy.ts";
import { knownKeys, policyFileOf } from "../../policy-file/policy-schema.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/policy.md"), "utf8");
const [, example = ""] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];

test("the example of docs/policy.md is valid and differs from the defaults in every section", () => {
	const policy = parsePolicy(example, "docs/policy.md");
	const sections = Object.keys(defaultPolicy) as (keyof typeof defaultPolicy)[];
	expect(
		sections.filter((section) => JSON.stringify(policy[section]) === JSON.stringify(defaultPolicy[section])),
	).toEqual([]);
	expect(policy.controls["task-definition/trusted-registry"]?.enabled).toBe(true);
});

test.each([
	[[]],
	[["scopes", "0"]],
	[["scopes", "0", "match"]],
	[["waivers", "0"]],
	[["slack"]],
	[["block"]],
	[["controls", "task-definition/logging"]],
])("docs/policy.md names every key of %j", (path) => {
	const keys = knownKeys(policyFileOf(controls), path);
	expect(keys.length).toBeGreaterThan(0);
	expect(keys.filter((key) => !new RegExp(`\\b${key}\\b`).test(page))).toEqual([]);
});

test.each(["README.md", "docs/architecture.md"])("%s links to docs/policy.md", (name) => {
	expect(readFileSync(join(import.meta.dirname, "../..", name), "utf8")).toMatch(/\((?:docs\/)?policy\.md\)/);
});

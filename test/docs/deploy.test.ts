import { describe, expect, test } from "@jest/globals";
import { parsePolicy } from "../../policy-file/policy.ts";
import { blocksOf, sectionOf, textOf } from "../support/docs.ts";
import { synthesizeStack } from "../support/synthesize-stack.ts";

const page = textOf("docs/deploy.md");

describe("docs/deploy.md", () => {
	test("names the totals of the page about the cost", () => {
		const [idle = "", million = "", ...others] = [
			...textOf("docs/cost.md").matchAll(/^\| \*\*together\*\* \|.*\*\*([\d.]+)\*\* \|/gm),
		].map(([, total]) => total);
		expect(others).toEqual([]);
		expect(sectionOf(page, "Cost").replace(/\s+/g, " ")).toContain(`About $${idle} a month`);
		expect(sectionOf(page, "Cost")).toContain(`$${million} for a million events`);
	});

	test("names as many kinds of alarms as the runbook explains", () => {
		const sections = new Set(
			synthesizeStack()
				.ofType("AWS::CloudWatch::Alarm")
				.map(({ properties }) => /runbook\.md#([\w-]+)/.exec(JSON.stringify(properties["AlarmDescription"]))?.[1]),
		);
		expect(sections.size).toBe(9);
		expect(sectionOf(page, "Alarms")).toMatch(/^\s*Nine alarms watch the pipeline/);
	});

	test("shows a policy that is valid", () => {
		const [policy = ""] = blocksOf(page).flatMap(({ language, text }) => (language === "yaml" ? [text] : []));
		expect(() => parsePolicy(policy, "shipshape.yaml")).not.toThrow();
	});

	test("says of each kind of resource without tags that it has none", () => {
		expect(sectionOf(page, "Tags")).toContain(
			"inline policies, permissions and URLs of functions, queue\npolicies, exclusions",
		);
	});

	test("fits into 160 columns, except for tables and long commands", () => {
		const lines = page.replace(/^ *```\w*\n[\s\S]*?^ *```$/gm, "").split("\n");
		expect(lines.filter((line) => line.length > 160 && !line.startsWith("|"))).toEqual([]);
	});
});

import { describe, expect, test } from "@jest/globals";
import { controls } from "../../controls/index.ts";
import { adviceOn, equivalentsOf, overlapPage } from "../../scripts/generate/security-hub.ts";
import { securityHubControls } from "../../scripts/generate/security-hub-controls.ts";
import { blocksOf, sectionOf } from "../support/docs.ts";

/** The controls of Security Hub that exist, by the numbers in its user guide. */
const existing = [
	...[1, 2, 3, 4, 5].map((number) => `ECR.${number}`),
	...[2, 3, 4, 5, 8, 9, 10, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21].map((number) => `ECS.${number}`),
];
const retired = ["ECS.1"];

const answered = new Set(controls.flatMap(equivalentsOf));

test("every control of Security Hub for ECR and ECS is listed once, in order", () => {
	const ids = securityHubControls.map(({ id }) => id);
	const numbered = [...existing, ...retired].map((id) => [id, id.slice(0, 3), Number(id.slice(4))] as const);
	const sorted = numbered.toSorted(([, a, first], [, b, second]) => a.localeCompare(b) || first - second);
	expect(ids).toEqual(sorted.map(([id]) => id));
});

test.each(existing)("%s is answered by a control, or the reason why not is given", (id) => {
	const listed = securityHubControls.find((one) => one.id === id);
	if (!answered.has(id)) expect(listed?.note).toMatch(/^None: /);
	else expect(listed?.note ?? "").not.toMatch(/^None: /);
});

test("only public repositories have no equivalent", () => {
	expect(existing.filter((id) => !answered.has(id))).toEqual(["ECR.4"]);
});

test("no control is equivalent to one that does not exist", () => {
	expect([...answered].filter((id) => !existing.includes(id))).toEqual([]);
});

describe("the page", () => {
	const page = overlapPage(controls);

	test("links each control of Security Hub to its equivalents", () => {
		expect(page).toContain("userguide/ecs-controls.html#ecs-16) | ECS task sets");
		expect(page).toMatch(/\[ECS\.16\][^\n]*\[service\/no-public-ip\]\(controls\/service\/no-public-ip\.md\)/);
		expect(page).toMatch(/\[ECS\.1\][^\n]* \| – \| None: Security Hub retired it/);
	});

	test("names every control of Shipshape", () => {
		expect(controls.filter(({ id }) => !page.includes(`](controls/${id}.md)`))).toEqual([]);
	});
});

describe("what to disable in Security Hub", () => {
	const page = overlapPage(controls);
	const [block = ""] = blocksOf(sectionOf(page, "What to disable")).map(({ text }) => text);
	const [, named = ""] = /^for control in ([\s\S]*?); do$/m.exec(block) ?? [];

	test("is every control that one of Shipshape answers which is on by default", () => {
		const ids = named.replaceAll("\\\n", " ").split(/\s+/);
		expect(ids).toEqual(existing.filter((id) => adviceOn(id, controls) === "disable"));
		expect(ids).toEqual(existing.filter((id) => !["ECR.4", "ECR.5", "ECS.13", "ECS.14", "ECS.15"].includes(id)));
	});

	test("is in the table as well, and so is what to keep", () => {
		expect(page).toMatch(/\[ECR\.3\][^\n]* \| disable \| /);
		expect(page).toMatch(/\[ECR\.4\][^\n]* \| keep \| /);
		expect(page).toMatch(/\[ECS\.15\][^\n]* \| disable if you switch ours on \| /);
		expect(page).toContain("**Keep ECR.5, ECS.13, ECS.14 and ECS.15** until the policy");
	});
});

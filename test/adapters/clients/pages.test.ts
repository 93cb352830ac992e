import { describe, expect, test } from "@jest/globals";
import { forEachPage } from "../../../adapters/clients/pages.ts";

interface Answer {
	readonly items: readonly string[];
	readonly nextToken?: string | undefined;
}

async function itemsOf(answers: (token: string | undefined) => Answer): Promise<readonly string[]> {
	const items: string[] = [];
	await forEachPage(
		"ecr:List",
		async (token) => answers(token),
		(page) => items.push(...page.items),
	);
	return items;
}

const of =
	(pages: Readonly<Record<string, Answer>>) =>
	(token = ""): Answer =>
		pages[token] ?? { items: [] };

describe("all pages are read", () => {
	test.each<[string, Readonly<Record<string, Answer>>, readonly string[]]>([
		["one page", { "": { items: ["a"] } }, ["a"]],
		["several", { "": { items: ["a"], nextToken: "2" }, "2": { items: ["b"] } }, ["a", "b"]],
		["an empty page with a token", { "": { items: [], nextToken: "2" }, "2": { items: ["b"] } }, ["b"]],
		["an empty token", { "": { items: ["a"], nextToken: "" } }, ["a"]],
	])("%s", async (_, pages, items) => {
		expect(await itemsOf(of(pages))).toEqual(items);
	});
});

describe("endless pages throw UnusableAnswerError", () => {
	test("a repeated token", async () => {
		const pages = of({ "": { items: ["a"], nextToken: "2" }, "2": { items: ["b"], nextToken: "2" } });
		await expect(itemsOf(pages)).rejects.toThrow("ecr:List returned the same page token twice");
	});

	test("an unlimited number of tokens", async () => {
		let token = 0;
		await expect(itemsOf(() => ({ items: [], nextToken: String(token++) }))).rejects.toThrow(
			"ecr:List has more than 1000 pages",
		);
		expect(token).toBe(1_000);
	});
});

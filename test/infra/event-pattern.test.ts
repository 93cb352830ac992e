import { describe, expect, test } from "@jest/globals";
import { addSource } from "../../infra/event-pattern.ts";
import { synthesizeStack } from "../support/synthesize-stack.ts";

const patternsOf = (context: Record<string, string>) =>
	synthesizeStack(undefined, context)
		.ofType("AWS::Events::Rule")
		.map(({ properties }) => properties["EventPattern"]);

describe("a replay source", () => {
	test("is added to every list of sources in a pattern, and nowhere else", () => {
		const detail = { source: ["s3"], $or: [{ source: ["x"] }] };
		const pattern = { source: ["aws.ecr"], detail, $or: [{ source: ["aws.inspector2"], detail }, { detail }] };
		expect(addSource(pattern, "replay")).toEqual({
			source: ["aws.ecr", "replay"],
			detail,
			$or: [{ source: ["aws.inspector2", "replay"], detail }, { detail }],
		});
		expect(addSource(pattern, undefined)).toBe(pattern);
	});

	test("is in every rule if it is configured, and otherwise in none", () => {
		expect(JSON.stringify(patternsOf({}))).not.toContain("shipshape");
		const replayed = patternsOf({ replaySource: "shipshape.replay" }) as { source: string[] }[];
		for (const { source } of replayed) {
			expect(source.at(-1)).toBe("shipshape.replay");
			expect(source.slice(0, -1).every((one) => one.startsWith("aws."))).toBe(true);
		}
	});

	test.each(patternsOf({ replaySource: "shipshape.replay" }))(
		"keeps pattern %# within EventBridge's limit of 2048 characters",
		(pattern) => {
			expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(2048);
		},
	);
});

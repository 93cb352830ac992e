import { describe, expect, test } from "@jest/globals";
import { deployedPattern } from "../../infra/event-pattern.ts";
import { longestPattern, patternMatches } from "../support/event-pattern.ts";
import { eventKinds } from "../support/routes.ts";
import { synthesizeStack } from "../support/synthesize-stack.ts";

const patternsOf = (context: Record<string, string>) =>
	synthesizeStack(undefined, context)
		.ofType("AWS::Events::Rule")
		.flatMap(({ properties }) => properties["EventPattern"] ?? []);

const own = { account: "111122223333", region: "ap-northeast-1" };

describe("a replay source", () => {
	test("is added to every list of sources in a pattern, and nowhere else", () => {
		const detail = { source: ["s3"], $or: [{ source: ["x"] }] };
		const pattern = { source: ["aws.ecr"], detail, $or: [{ source: ["aws.inspector2"], detail }, { detail }] };
		expect(deployedPattern(pattern, { ...own, replaySource: "replay" })).toEqual({
			account: ["111122223333"],
			region: ["ap-northeast-1"],
			source: ["aws.ecr", "replay"],
			detail,
			$or: [{ source: ["aws.inspector2", "replay"], detail }, { detail }],
		});
		expect(deployedPattern(pattern, own)).toEqual({
			...pattern,
			account: ["111122223333"],
			region: ["ap-northeast-1"],
		});
	});

	test("is in every rule if it is configured, and otherwise in none", () => {
		expect(JSON.stringify(patternsOf({}))).not.toContain("shipshape");
		const replayed = patternsOf({ replaySource: "shipshape.replay" }) as { source: string[] }[];
		for (const { source } of replayed) {
			expect(source.at(-1)).toBe("shipshape.replay");
			expect(source.slice(0, -1).every((one) => one.startsWith("aws."))).toBe(true);
		}
	});

	test.each(eventKinds)("keeps the pattern of $name within EventBridge's limit of 2048 characters", ({ pattern }) => {
		const deployment = { account: "111122223333", region: "ap-southeast-99", replaySource: "x".repeat(256) };
		expect(JSON.stringify(deployedPattern(pattern, deployment)).length).toBeLessThanOrEqual(longestPattern);
	});
});

describe("a deployed rule", () => {
	test("is for the stack's own account and Region", () => {
		const patterns = patternsOf({});
		const expected = { account: [{ Ref: "AWS::AccountId" }], region: [{ Ref: "AWS::Region" }] };
		expect(patterns).toEqual(patterns.map(() => expect.objectContaining(expected)));
	});

	test.each(eventKinds)(
		"E23: of $name matches its samples, but not those that another account or Region forwards",
		(kind) => {
			for (const { event } of kind.samples) {
				const at = { account: event["account"] as string, region: event["region"] as string };
				const pattern = deployedPattern(kind.pattern, at);
				expect(patternMatches(pattern, event)).toBe(true);
				expect(patternMatches(pattern, { ...event, account: "999988887777" })).toBe(false);
				expect(patternMatches(pattern, { ...event, region: "eu-south-2" })).toBe(false);
			}
		},
	);

	test.each(eventKinds)("E14: of $name matches no forged source", (kind) => {
		for (const { event } of kind.samples) {
			const at = { account: event["account"] as string, region: event["region"] as string };
			expect(patternMatches(deployedPattern(kind.pattern, at), { ...event, source: "my.app" })).toBe(false);
		}
	});
});

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { routes, sinks } from "../../functions/manifest.ts";
import { synthesizeStack, target } from "../support/synthesize-stack.ts";

const stack = synthesizeStack();
const alarms = stack.ofType("AWS::CloudWatch::Alarm");
const runbook = readFileSync(join(import.meta.dirname, "../../docs/runbook.md"), "utf8");

/** Anchors, as GitHub derives them from headings. */
const sections = [...runbook.matchAll(/^## (.+)$/gm)].map(([, heading = ""]) =>
	heading.toLowerCase().replaceAll(" ", "-"),
);
const sectionOf = (alarm: (typeof alarms)[number]): string =>
	/ Runbook: docs\/runbook\.md#([a-z-]+)$/.exec(String(alarm.properties["AlarmDescription"]))?.[1] ?? "none";

const watchedBy = (metric: string): string[] =>
	alarms
		.filter(({ properties }) => properties["MetricName"] === metric)
		.map(({ properties }) => {
			const [dimension] = properties["Dimensions"] as { Value: unknown }[];
			return target(dimension?.Value);
		})
		.sort();

const idsOf = (type: string, pattern: RegExp): string[] =>
	stack
		.ofType(type)
		.map(({ id }) => id)
		.filter((id) => pattern.test(id))
		.sort();

describe("alarms", () => {
	test("there is one for every dead-letter queue, raised by the first message", () => {
		expect(watchedBy("ApproximateNumberOfMessagesVisible")).toEqual(
			idsOf("AWS::SQS::Queue", /DeadLetters|Undelivered|GivenUp/),
		);
		for (const { properties } of alarms) {
			if (properties["MetricName"] !== "ApproximateNumberOfMessagesVisible") continue;
			expect(properties).toMatchObject({ Threshold: 0, EvaluationPeriods: 1, Statistic: "Maximum", Period: 60 });
		}
	});

	test("there is one for the age of each queue's messages, the delay of each reader and the errors of each function", () => {
		expect(watchedBy("ApproximateAgeOfOldestMessage")).toEqual(idsOf("AWS::SQS::Queue", /Queue[0-9A-F]{8}$/));
		expect(watchedBy("IteratorAge")).toEqual(
			sinks.flatMap(({ construct }) => idsOf("AWS::Lambda::Function", new RegExp(`^${construct}Handler`))).sort(),
		);
		expect(watchedBy("Errors")).toEqual(idsOf("AWS::Lambda::Function", /./));
	});

	test("there is one for failed blocks, on the metric that the function publishes", () => {
		const [alarm, ...others] = alarms.filter(({ properties }) => properties["MetricName"] === "FailedBlocks");
		expect(others).toEqual([]);
		expect(alarm?.properties).toMatchObject({
			Namespace: "Shipshape",
			Dimensions: [{ Name: "service", Value: "task-definition-registered" }],
			Threshold: 0,
		});
	});

	test("S05: there is one for a Security Hub that is not enabled, on the metric that the function publishes", () => {
		const found = alarms.filter(({ properties }) => properties["MetricName"] === "SecurityHubNotEnabled");
		expect(found.map(({ properties }) => properties)).toMatchObject([
			{ Namespace: "Shipshape", Dimensions: [{ Name: "service", Value: "security-hub" }], Threshold: 0 },
		]);
	});

	test.each(alarms)("$id says what is wrong and links to a section of the runbook", (alarm) => {
		expect(sections).toContain(sectionOf(alarm));
		expect(alarm.properties).toMatchObject({
			ComparisonOperator: "GreaterThanThreshold",
			TreatMissingData: "notBreaching",
		});
	});

	test("notify no one by default, and the topic if there is one", () => {
		const arn = "arn:aws:sns:ap-northeast-1:111122223333:oncall";
		const notifying = synthesizeStack(undefined, { alarmTopicArn: arn }).ofType("AWS::CloudWatch::Alarm");
		expect(alarms.filter(({ properties }) => "AlarmActions" in properties)).toEqual([]);
		expect(notifying.map(({ properties }) => properties["AlarmActions"])).toEqual(alarms.map(() => [arn]));
	});
});

describe("the runbook", () => {
	test("has exactly one section for every kind of alarm", () => {
		expect([...new Set(alarms.map(sectionOf))].sort()).toEqual([...sections].sort());
	});

	test.each(sections)("#%s explains the alarm, its investigation and its fix", (section) => {
		const text = runbook.split(/^## /m).find((part) => part.toLowerCase().startsWith(section.replaceAll("-", " ")));
		for (const heading of ["**What it means.**", "**Investigation.**", "**How to fix it.**"]) {
			expect(text).toContain(heading);
		}
	});

	test("names only outputs of the stack", () => {
		const named = [...runbook.matchAll(/\b(?:out|arn|peek|each) (\$\{ROUTE\}|\$\{READER\})?([A-Z][A-Za-z]+)/g)].flatMap(
			([, variable, name = ""]) => {
				if (variable === undefined) return [name];
				return (variable.includes("ROUTE") ? routes : sinks).map(({ construct }) => `${construct}${name}`);
			},
		);
		expect(named.length).toBeGreaterThan(20);
		expect(named.filter((name) => !(name in stack.outputs))).toEqual([]);
	});

	test("contains only valid shell commands", () => {
		for (const [, script = ""] of runbook.matchAll(/^```sh\n(.*?)^```/gms)) {
			expect(spawnSync("bash", ["-n"], { input: script, encoding: "utf8" }).stderr).toBe("");
		}
	});
});

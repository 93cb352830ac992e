import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { routes, sinks } from "../../functions/manifest.ts";
import { metricsOf } from "../support/alarms.ts";
import { partsOf, synthesizeStack, target } from "../support/synthesize-stack.ts";

const stack = synthesizeStack();
const alarms = stack.ofType("AWS::CloudWatch::Alarm");
const runbook = readFileSync(join(import.meta.dirname, "../../docs/runbook.md"), "utf8");

/** Anchors, as GitHub derives them from headings; the first section is about none in particular. */
const [first, ...sections] = [...runbook.matchAll(/^## (.+)$/gm)].map(([, heading = ""]) =>
	heading.toLowerCase().replaceAll(" ", "-"),
);
const sectionOf = (alarm: (typeof alarms)[number]): string =>
	/ Runbook: docs\/runbook\.md#([a-z-]+)$/.exec(String(alarm.properties["AlarmDescription"]))?.[1] ?? "none";
const textOf = (section: string): string =>
	runbook.split(/^## /m).find((part) => part.toLowerCase().startsWith(section.replaceAll("-", " "))) ?? "";

/** The resources whose metric of that name an alarm evaluates. */
const watchedBy = (metric: string): string[] =>
	alarms
		.flatMap(metricsOf)
		.filter(({ name }) => name === metric)
		.map(({ dimensions }) => target(Object.values(dimensions)[0]))
		.sort();

const idsOf = (type: string, pattern: RegExp): string[] =>
	stack
		.ofType(type)
		.map(({ id }) => id)
		.filter((id) => pattern.test(id))
		.sort();

const constructsOf = (entries: readonly { readonly construct: string }[], suffix: string): RegExp =>
	new RegExp(`^(?:${entries.map(({ construct }) => construct).join("|")})${suffix}[0-9A-F]{8}$`);

describe("alarms", () => {
	test("are at most ten, evaluate at most seventeen metrics, and none is composed of others", () => {
		expect(alarms.length).toBeLessThanOrEqual(10);
		expect(alarms.flatMap(metricsOf).length).toBeLessThanOrEqual(17);
		expect(stack.ofType("AWS::CloudWatch::CompositeAlarm")).toEqual([]);
	});

	test("evaluate at most the ten metrics that CloudWatch allows in an expression", () => {
		expect(alarms.map((alarm) => metricsOf(alarm).length).filter((count) => count > 10)).toEqual([]);
	});

	test("watch the age of each route's messages, the delay of each reader, and errors and throttles of each route", () => {
		expect(watchedBy("ApproximateAgeOfOldestMessage")).toEqual(idsOf("AWS::SQS::Queue", constructsOf(routes, "Queue")));
		const functionsOf = (entries: readonly { readonly construct: string }[]) =>
			idsOf("AWS::Lambda::Function", constructsOf(entries, "HandlerFunction"));
		expect(watchedBy("IteratorAge")).toEqual(functionsOf(sinks));
		expect(watchedBy("Errors")).toEqual(functionsOf(routes));
		expect(watchedBy("Throttles")).toEqual(functionsOf(routes));
	});

	test("count the messages of every dead-letter queue: the sweep gets all of them, and may read their size", () => {
		const [sweep] = stack.ofType("AWS::Lambda::Function").filter(({ id }) => id.startsWith("SweepHandler"));
		const environment = sweep?.properties["Environment"] as { Variables: Record<string, unknown> } | undefined;
		const queues = partsOf(environment?.Variables["DEAD_LETTER_QUEUE_URLS"]).map(target);
		expect(queues.toSorted()).toEqual(idsOf("AWS::SQS::Queue", /DeadLetters|Undelivered|GivenUp/));
	});

	test("S05: are raised by the first failed block, dead letter, refusal of Security Hub, or silent route", () => {
		const thresholds = ["FailedBlocks", "DeadLetters", "SecurityHubNotEnabled", "SilentEventKinds"].map((name) =>
			alarms.find((alarm) => metricsOf(alarm)[0]?.name === name),
		);
		expect(thresholds.map((alarm) => alarm?.properties["Threshold"])).toEqual([0, 0, 0, 0]);
	});

	test("allow a sweep eight hours more than the policy has between two, and none to be missing", () => {
		const overdue = (every: number) =>
			synthesizeStack({ ...defaultPolicy, sweep: { every } })
				.ofType("AWS::CloudWatch::Alarm")
				.find((alarm) => metricsOf(alarm)[0]?.name === "HoursSinceSweep")?.properties;
		expect(overdue(24)).toMatchObject({ Threshold: 32, TreatMissingData: "breaching" });
		expect(overdue(168)).toMatchObject({ Threshold: 176, TreatMissingData: "breaching" });
	});

	test.each(alarms)("$id says what is wrong and what to do first, and links to a section of the runbook", (alarm) => {
		expect(sections).toContain(sectionOf(alarm));
		const text = String(alarm.properties["AlarmDescription"]);
		expect(text).toContain(" First: ");
		// The limit of PutMetricAlarm (CloudWatch API reference).
		expect(text.length).toBeLessThanOrEqual(1024);
		expect(alarm.properties["ComparisonOperator"]).toBe("GreaterThanThreshold");
		const isBadWithoutData = metricsOf(alarm)[0]?.name === "HoursSinceSweep";
		expect(alarm.properties["TreatMissingData"]).toBe(isBadWithoutData ? "breaching" : "notBreaching");
	});

	test("link to the runbook at the address that the stack is given", () => {
		const linked = synthesizeStack(undefined, { runbookUrl: "https://wiki.example/shipshape" });
		const links = linked
			.ofType("AWS::CloudWatch::Alarm")
			.map(({ properties }) => String(properties["AlarmDescription"]).split(" Runbook: ")[1]);
		expect(links).toEqual(alarms.map((alarm) => `https://wiki.example/shipshape#${sectionOf(alarm)}`));
	});

	test("notify no one by default, and the topic if there is one", () => {
		const arn = "arn:aws:sns:ap-northeast-1:111122223333:oncall";
		const notifying = synthesizeStack(undefined, { alarmTopicArn: arn }).ofType("AWS::CloudWatch::Alarm");
		expect(alarms.filter(({ properties }) => "AlarmActions" in properties)).toEqual([]);
		expect(notifying.map(({ properties }) => properties["AlarmActions"])).toEqual(alarms.map(() => [arn]));
	});

	test("on several metrics are created in AWS only: in a local run they have a condition that is false", () => {
		const endpoints = { localEndpoints: '{"AWS_ENDPOINT_URL_ECR":"http://127.0.0.1:1"}' };
		const local = synthesizeStack(undefined, endpoints).ofType("AWS::CloudWatch::Alarm");
		const conditional = local.filter(({ template }) => template["Condition"] === "NotLocal").map(({ id }) => id);
		expect(conditional).toEqual(alarms.filter(({ properties }) => "Metrics" in properties).map(({ id }) => id));
		expect(alarms.filter(({ template }) => "Condition" in template)).toEqual([]);
	});
});

describe("the runbook", () => {
	test("begins with what helps with every alarm", () => {
		expect(first).toBe("doctor");
	});

	test("has exactly one section for every alarm, and the others are linked from that about dead letters", () => {
		expect(new Set(alarms.map(sectionOf)).size).toBe(alarms.length);
		const others = sections.filter((section) => !alarms.map(sectionOf).includes(section));
		const linked = [...textOf("dead-letters").matchAll(/\(#([a-z-]+)\)/g)].map(([, section]) => section);
		expect(others.filter((section) => !linked.includes(section))).toEqual([]);
	});

	test.each(sections)("#%s explains the alarm, its investigation and its fix", (section) => {
		for (const heading of ["**What it means.**", "**Investigation.**", "**How to fix it.**"]) {
			expect(textOf(section)).toContain(heading);
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

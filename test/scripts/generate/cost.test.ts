import { describe, expect, test } from "@jest/globals";
import { workers } from "../../../functions/manifest.ts";
import { eventParts, hoursInAMonth, idleParts, totalOf } from "../../../scripts/generate/cost.ts";
import { costPage } from "../../../scripts/generate/cost-page.ts";
import { prices } from "../../../scripts/generate/prices.ts";
import { countsOf, type Resources, type StackCounts, stackResources } from "../../../scripts/generate/stack-counts.ts";
import { synthesizeStack } from "../../support/synthesize-stack.ts";

const resources = stackResources();
const counts = countsOf(resources);

/** US dollars a month. */
const limit = 4;

const quantityOf = (name: string, of: StackCounts): number =>
	idleParts(of).find((part) => part.name === name)?.quantity ?? Number.NaN;

describe("F17: an idle month", () => {
	test(`costs at most $${limit}`, () => {
		expect(totalOf(idleParts(counts))).toBeLessThanOrEqual(limit);
	});

	test("includes five long polls at a time of each queue that a function reads, and two if its concurrency has no maximum", () => {
		const { polledQueues, unlimitedQueues } = counts;
		const polls = 5 * (polledQueues - unlimitedQueues) + 2 * unlimitedQueues;
		expect(quantityOf("Polls of empty queues", counts)).toBe(polls * hoursInAMonth * 180);
	});

	test("grows with every alarm, queue, secret and dashboard", () => {
		const before = totalOf(idleParts(counts));
		const more = (change: Partial<StackCounts>) => totalOf(idleParts({ ...counts, ...change })) - before;
		expect(more({ alarmMetrics: counts.alarmMetrics + 1 })).toBeCloseTo(0.1);
		expect(more({ polledQueues: counts.polledQueues + 1 })).toBeCloseTo(0.2628);
		const unlimitedQueues = counts.unlimitedQueues + 1;
		expect(more({ polledQueues: counts.polledQueues + 1, unlimitedQueues })).toBeCloseTo(0.1051);
		expect(more({ secrets: counts.secrets + 1 })).toBeCloseTo(0.4);
		expect(more({ dashboards: counts.dashboards + 1 })).toBeCloseTo(3);
	});
});

describe("what is counted in the template", () => {
	test("is what the stack has", () => {
		const stack = synthesizeStack();
		expect(counts).toMatchObject({
			polledQueues: stack.ofType("AWS::SQS::Queue").filter(({ properties }) => "RedrivePolicy" in properties).length,
			unlimitedQueues: workers.filter((worker) => !("maxConcurrency" in worker)).length,
			secrets: 1,
			tables: 1,
			dashboards: 0,
			ticksAnHour: 1,
			streamReaders: 2,
			memory: 0.5,
		});
		expect(counts.alarmMetrics).toBeGreaterThanOrEqual(stack.ofType("AWS::CloudWatch::Alarm").length);
	});

	const withOne = (Type: string, Properties: Readonly<Record<string, unknown>>): StackCounts =>
		countsOf({ ...resources, Added: { Type, Properties } } as Resources);

	test("includes every metric in an alarm's expression, but not the expression", () => {
		const Metrics = [
			{ Id: "a", MetricStat: {} },
			{ Id: "b", MetricStat: {} },
			{ Id: "sum", Expression: "a+b" },
		];
		expect(withOne("AWS::CloudWatch::Alarm", { Metrics }).alarmMetrics).toBe(counts.alarmMetrics + 2);
		expect(withOne("AWS::CloudWatch::Alarm", { MetricName: "Errors" }).alarmMetrics).toBe(counts.alarmMetrics + 1);
	});

	test.each([
		["AWS::CloudWatch::Alarm", { Metrics: [{ Id: "q", Expression: "SELECT MAX(Errors) FROM Lambda" }] }, /query/],
		["AWS::CloudWatch::CompositeAlarm", {}, /composite/],
		["AWS::Events::Rule", { ScheduleExpression: "cron(0 * * * ? *)" }, /rate/],
		["AWS::Lambda::Function", { MemorySize: 128 }, /sizes/],
	])("%s with %j is an error", (type, properties, message) => {
		expect(() => withOne(type, properties)).toThrow(message);
	});

	test.each([
		["rate(5 minutes)", 12],
		["rate(1 day)", 1 / 24],
	])("a schedule of %s is %d an hour", (ScheduleExpression, more) => {
		expect(withOne("AWS::Events::Rule", { ScheduleExpression }).ticksAnHour).toBeCloseTo(counts.ticksAnHour + more);
	});
});

test("every price is used and has a page of AWS, and every part is on the page", () => {
	const parts = [...idleParts(counts), ...eventParts(counts)];
	expect(new Set(parts.map(({ price }) => price))).toEqual(new Set(Object.keys(prices)));
	for (const { page } of Object.values(prices)) expect(page).toMatch(/^https:\/\/aws\.amazon\.com\/.+\/$/);
	const page = costPage();
	for (const { name } of parts) expect(page).toContain(`| ${name} |`);
});

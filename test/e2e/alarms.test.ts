import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
	CloudWatchClient,
	DescribeAlarmsCommand,
	GetMetricDataCommand,
	PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { withDeployment } from "../../demo/local-deployment.ts";
import { type AlarmMetric, expressionOf, metricsOf } from "../support/alarms.ts";
import { describeEmulated } from "../support/emulated.ts";
import { valueOfExpression } from "../support/metric-math.ts";
import { accountOf } from "../support/subject-trio.ts";
import { type Resource, synthesizeStack, target } from "../support/synthesize-stack.ts";

const patience = 300_000;
const alarms = synthesizeStack().ofType("AWS::CloudWatch::Alarm");
const onOneMetric = alarms.filter((alarm) => expressionOf(alarm) === null);
const onSeveral = alarms.filter((alarm) => expressionOf(alarm) !== null);

const thresholdOf = ({ properties }: Resource): number => Number(properties["Threshold"]);

/** A value of a metric, or its logical id in the template. */
const dimensionsOf = ({ dimensions }: AlarmMetric) =>
	Object.entries(dimensions).map(([Name, value]) => ({
		Name,
		Value: typeof value === "string" ? value : target(value),
	}));

/** What each alarm does with a value at its threshold, and then with one above, by its logical id. */
type States = ReadonlyMap<string, readonly (string | undefined)[]>;

describeEmulated("the deployed alarms", () => {
	const into = mkdtempSync(join(tmpdir(), "shipshape-alarms-"));
	let states: States;
	/** Names of all alarms that are deployed. */
	let deployed: readonly string[];
	/** Of each alarm on several metrics, whether it is raised without data, and by each metric at and above the threshold. */
	let combined: ReadonlyMap<string, { readonly idle: boolean; readonly at: boolean[]; readonly above: boolean[] }>;

	beforeAll(async () => {
		const inputs = { account: accountOf([]), policy: null, into };
		await withDeployment(
			inputs,
			() => {},
			new AbortController().signal,
			async ({ account, aws }) => {
				const client = new CloudWatchClient({
					endpoint: aws.endpoints.ministack,
					region: account.region,
					credentials: { accessKeyId: account.account, secretAccessKey: "local" },
				});
				deployed = (await describe(client)).map(({ AlarmName = "" }) => AlarmName);
				states = new Map(
					await inTurn(onOneMetric, async (alarm) => [alarm.id, await statesOf(client, alarm)] as const),
				);
				combined = new Map(
					await inTurn(onSeveral, async (alarm) => [alarm.id, await raisedBy(client, alarm)] as const),
				);
			},
		);
	}, patience);
	afterAll(() => rmSync(into, { recursive: true, force: true }));

	test("are those on one metric; the emulated CloudFormation rejects the others", () => {
		const ids = deployed.map((name) => alarms.find(({ id }) => name.includes(id))?.id);
		expect(ids.toSorted()).toEqual(onOneMetric.map(({ id }) => id).toSorted());
	});

	test.each(onOneMetric)("$id is raised by a value above the threshold, and not by one at it", ({ id }) => {
		expect(states.get(id)).toEqual(["OK", "ALARM"]);
	});

	test.each(onSeveral)(
		"$id would be raised by each of its metrics alone, above the threshold and not at it",
		({ id }) => {
			const { idle, at, above } = combined.get(id) ?? { idle: true, at: [], above: [] };
			expect(above.length).toBeGreaterThan(1);
			expect({ idle, at, above }).toEqual({ idle: false, at: at.map(() => false), above: above.map(() => true) });
		},
	);
});

async function describe(client: CloudWatchClient) {
	return (await client.send(new DescribeAlarmsCommand({ MaxRecords: 100 }))).MetricAlarms ?? [];
}

async function put(
	client: CloudWatchClient,
	metric: AlarmMetric,
	Value: number,
	Timestamp = new Date(),
): Promise<void> {
	const MetricData = [{ MetricName: metric.name, Dimensions: dimensionsOf(metric), Value, Timestamp }];
	await client.send(new PutMetricDataCommand({ Namespace: metric.namespace, MetricData }));
}

async function statesOf(client: CloudWatchClient, alarm: Resource): Promise<(string | undefined)[]> {
	const [metric] = metricsOf(alarm);
	if (metric === undefined) throw new Error(`${alarm.id} evaluates no metric`);
	return inTurn([thresholdOf(alarm), thresholdOf(alarm) + 1], async (value) => {
		await put(client, metric, value);
		return (await describe(client)).find(({ AlarmName }) => AlarmName?.includes(alarm.id))?.StateValue;
	});
}

/** Each metric has data in periods of its own: one with a value at the threshold, one with a value above it. */
async function raisedBy(client: CloudWatchClient, alarm: Resource) {
	const [metrics, threshold, expression] = [metricsOf(alarm), thresholdOf(alarm), expressionOf(alarm) ?? ""];
	const now = Date.now();
	const raised = async (metric: AlarmMetric, value: number, periodsAgo: number): Promise<boolean> => {
		const seconds = Math.floor(now / 1_000 / metric.period - periodsAgo) * metric.period;
		await put(client, metric, value, new Date((seconds + 1) * 1_000));
		return valueOfExpression(expression, await valuesAt(client, metrics, seconds)) > threshold;
	};
	return {
		idle: valueOfExpression(expression, {}) > threshold,
		at: await inTurn([...metrics.entries()], ([index, metric]) => raised(metric, threshold, 2 * index + 1)),
		above: await inTurn([...metrics.entries()], ([index, metric]) => raised(metric, threshold + 1, 2 * index + 2)),
	};
}

/** The statistics of the alarm's metrics in one period that begins at a time (epoch seconds), by the ids in its expression. */
async function valuesAt(client: CloudWatchClient, metrics: readonly AlarmMetric[], seconds: number) {
	const period = metrics[0]?.period ?? 0;
	const { MetricDataResults = [] } = await client.send(
		new GetMetricDataCommand({
			StartTime: new Date(seconds * 1_000),
			EndTime: new Date((seconds + period) * 1_000),
			MetricDataQueries: metrics.map((metric) => ({
				Id: metric.id ?? "",
				MetricStat: {
					Metric: { Namespace: metric.namespace, MetricName: metric.name, Dimensions: dimensionsOf(metric) },
					Period: metric.period,
					Stat: metric.statistic,
				},
			})),
		}),
	);
	const values = MetricDataResults.flatMap(({ Id = "", Values = [] }) => Values.map((value) => [Id, value] as const));
	return Object.fromEntries(values);
}

/** The results, one after the other. */
async function inTurn<In, Out>(all: readonly In[], run: (one: In) => Promise<Out>): Promise<Out[]> {
	const results: Out[] = [];
	for (const one of all) results.push(await run(one));
	return results;
}

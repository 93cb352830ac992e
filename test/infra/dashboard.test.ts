import { describe, expect, test } from "@jest/globals";
import { routes } from "../../functions/manifest.ts";
import { metricsOf } from "../support/alarms.ts";
import { synthesizeStack } from "../support/synthesize-stack.ts";

const stack = synthesizeStack(undefined, { dashboard: "true" });

interface Widget {
	readonly properties: {
		readonly title: string;
		readonly metrics?: readonly (readonly unknown[])[];
		readonly query?: string;
	};
}

/** The widgets of the dashboard, with a text instead of each reference. */
function widgets(): readonly Widget[] {
	const [dashboard] = stack.ofType("AWS::CloudWatch::Dashboard");
	const body = dashboard?.properties["DashboardBody"] as { "Fn::Join": readonly [string, readonly unknown[]] };
	const text = body["Fn::Join"][1].map((part) => (typeof part === "string" ? part : "reference")).join("");
	return (JSON.parse(text) as { widgets: Widget[] }).widgets;
}

describe("the dashboard", () => {
	test("is off by default, because it costs $3 a month", () => {
		expect(synthesizeStack().ofType("AWS::CloudWatch::Dashboard")).toEqual([]);
		expect(stack.ofType("AWS::CloudWatch::Dashboard")).toHaveLength(1);
	});

	test("shows what came in, verdicts, findings, blocks, ages, dead letters and sweeps, and has no fixed name", () => {
		expect(widgets().map(({ properties: { title } }) => title)).toEqual([
			"Events that came in",
			"Age of the oldest event (seconds)",
			"Verdicts",
			"Findings and messages",
			"Blocks that failed",
			"Delay of Security Hub and Slack (milliseconds)",
			"Dead letters, kinds of events that do not arrive",
			"Errors and throttles",
			"Hours since the last sweep",
			"Unknown verdicts (percent)",
		]);
		expect(stack.ofType("AWS::CloudWatch::Dashboard")[0]?.properties).not.toHaveProperty("DashboardName");
	});

	test("shows every metric that an alarm watches, but that of Security Hub, and the events of each route", () => {
		const shown = new Set(widgets().flatMap(({ properties: { metrics = [] } }) => metrics.map(([, name]) => name)));
		const watched = stack
			.ofType("AWS::CloudWatch::Alarm")
			.flatMap(metricsOf)
			.map(({ name }) => name);
		// "." stands for the name of the metric before (CloudWatch API reference, "Dashboard body structure and syntax").
		expect(watched.filter((name) => !shown.has(name) && name !== "SecurityHubNotEnabled")).toEqual([]);
		const [incoming] = widgets();
		expect(incoming?.properties.metrics).toHaveLength(routes.length);
	});

	test("counts verdicts and deliveries in the logs, as the functions write them", () => {
		const queries = widgets().flatMap(({ properties: { query } }) => query ?? []);
		expect(queries).toEqual([
			expect.stringMatching(/filter message = 'recorded'.*':"fail"'/s),
			expect.stringMatching(/filter message = 'delivered'/),
		]);
	});
});

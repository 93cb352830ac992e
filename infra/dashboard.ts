import { Duration } from "aws-cdk-lib";
import {
	Dashboard as CloudWatchDashboard,
	GraphWidget,
	type IMetric,
	type IWidget,
	LogQueryVisualizationType,
	LogQueryWidget,
} from "aws-cdk-lib/aws-cloudwatch";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import { type Watched, watchedMetrics } from "./watched-metrics.ts";

export interface DashboardProps extends Watched {
	/** The function that sweeps. */
	readonly sweep: LambdaFunction;
}

const width = 12;
const period = Duration.minutes(5);
const isRecorded = "filter message = 'recorded'";
const isDelivered = "filter message = 'delivered'";

/**
 * One page about the whole pipeline. What no alarm watches comes from the logs, for which CloudWatch charges only when the page is opened; a
 * custom metric would cost all the time.
 */
export class Dashboard extends Construct {
	constructor(scope: Construct, id: string, props: DashboardProps) {
		super(scope, id);
		const metrics = watchedMetrics(props);
		const checks = [...props.routes.map((route) => route.function), props.sweep];
		new CloudWatchDashboard(this, "Dashboard", {
			defaultInterval: Duration.days(1),
			widgets: [
				[
					graph(
						"Events that came in",
						props.routes.map(({ queue }) => queue.metricNumberOfMessagesSent({ period, statistic: "Sum" })),
					),
					graph("Age of the oldest event (seconds)", metrics.messageAges),
				],
				[
					logs("Verdicts", checks, [isRecorded, countsOfVerdicts]),
					logs("Findings and messages", props.readers, [
						isDelivered,
						"stats count(*) as delivered by bin(1h), service",
					]),
				],
				[
					graph("Blocks that failed", [metrics.failedBlocks]),
					graph("Delay of Security Hub and Slack (milliseconds)", metrics.iteratorAges),
				],
				[
					graph("Dead letters, kinds of events that do not arrive", [metrics.deadLetters, metrics.silentKinds]),
					graph("Errors and throttles", [...metrics.failures, ...metrics.hookFailures]),
				],
				[
					graph("Hours since the last sweep", [metrics.sweepAge]),
					graph("Unknown verdicts (percent)", [metrics.unknownShare]),
				],
			],
		});
	}
}

/** Of a line such as `"verdicts":{"image/scanned":"pass"}` (pipeline/telemetry.ts). */
const countsOfVerdicts =
	"stats count(*) as checks, sum(strcontains(@message, ':\"fail\"')) as failing, sum(strcontains(@message, ':\"unknown\"')) as unknown by bin(1h)";

const graph = (title: string, left: readonly IMetric[]): IWidget => new GraphWidget({ title, left: [...left], width });

const logs = (title: string, functions: readonly LambdaFunction[], queryLines: string[]): IWidget =>
	new LogQueryWidget({
		title,
		width,
		view: LogQueryVisualizationType.TABLE,
		logGroupNames: functions.map((one) => one.logGroup.logGroupName),
		queryLines,
	});

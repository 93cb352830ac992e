import { Duration } from "aws-cdk-lib";
import { type IMetric, Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { metrics } from "../core/metrics.ts";

/** What the alarms and the dashboard are about. */
export interface Watched {
	/** Of each route. */
	readonly routes: readonly { readonly queue: IQueue; readonly function: LambdaFunction }[];
	/** The readers of the ledger's stream. */
	readonly readers: readonly LambdaFunction[];
	/** That ECS, CloudFormation or Slack waits for. */
	readonly hooks: readonly LambdaFunction[];
	/** Service names, as the functions publish them: that which blocks, that of Security Hub, and that of the sweep. */
	readonly services: Readonly<Record<"block" | "publish" | "sweep", string>>;
}

const short = Duration.minutes(5);
const hour = Duration.hours(1);
/** Twice the time after which the sweep publishes its age again (pipeline/sweep/measure.ts). */
const sixHours = Duration.hours(6);

/** The metrics of AWS and those that the functions publish. Errors of the other functions show in dead letters, late streams and sweeps. */
export function watchedMetrics({ routes, readers, hooks, services }: Watched) {
	return {
		failedBlocks: own(metrics.failedBlocks, services.block, "Sum", short),
		securityHubNotEnabled: own(metrics.securityHubNotEnabled, services.publish, "Sum", short),
		deadLetters: own(metrics.deadLetters, services.sweep, "Maximum", hour),
		sweepAge: own(metrics.sweepAge, services.sweep, "Maximum", sixHours),
		unknownShare: own(metrics.unknownShare, services.sweep, "Maximum", sixHours),
		silentKinds: own(metrics.silentKinds, services.sweep, "Maximum", hour),
		iteratorAges: readers.map((reader) => reader.metric("IteratorAge", { period: short, statistic: "Maximum" })),
		messageAges: routes.map(({ queue }) =>
			queue.metricApproximateAgeOfOldestMessage({ period: short, statistic: "Maximum" }),
		),
		failures: failuresOf(routes.map((route) => route.function)),
		hookFailures: failuresOf(hooks),
	};
}

const failuresOf = (functions: readonly LambdaFunction[]): readonly IMetric[] =>
	functions.flatMap((one) => [one.metricErrors({ period: short }), one.metricThrottles({ period: short })]);

/** A metric that a function publishes; `service` is the only dimension (pipeline/embedded-metrics.ts). */
const own = (metricName: string, service: string, statistic: "Sum" | "Maximum", period: Duration): Metric =>
	new Metric({ namespace: metrics.namespace, metricName, dimensionsMap: { service }, statistic, period });

import { type CfnCondition, CfnResource, Duration } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, MathExpression, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { type ITopic, Topic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { alarmTexts } from "./alarm-texts.ts";
import { type Watched, watchedMetrics } from "./watched-metrics.ts";

export interface AlarmsProps extends Watched {
	/** SNS topic that every alarm notifies. */
	readonly topicArn: string | undefined;
	/** Address of docs/runbook.md, to which the section is added as fragment. */
	readonly runbookUrl: string;
	/** Hours between two sweeps. */
	readonly sweepEvery: number;
	/** Of what the emulated AWS rejects, such as an alarm on an expression: a condition that is false. Only in a local run. */
	readonly notLocal: CfnCondition | undefined;
}

interface Threshold {
	/** A metric, or several of which the alarm watches one value. */
	readonly metric: IMetric;
	/** The alarm is raised above this value. */
	readonly above: number;
	/** Number of periods that are looked at, and in how many of them the value has to be above; 1 if absent. */
	readonly periods?: number;
	readonly of?: number;
	/** Whether a period without a value counts as above. */
	readonly isMissingBad?: boolean;
}

/** A sweep starts up to an hour late and ends within six; the next hour begins another attempt (pipeline/sweep/start.ts). */
const sweepHours = 8;
const unknownPercent = 20;
const late = Duration.minutes(15);

/**
 * The alarms of the pipeline. CloudWatch charges for every metric that an alarm evaluates, and for every custom metric with data, so there
 * are few, and most watch a metric that exists only while something is wrong.
 */
export class Alarms extends Construct {
	private readonly settings: AlarmsProps;
	private readonly topic: ITopic | undefined;

	constructor(scope: Construct, id: string, props: AlarmsProps) {
		super(scope, id);
		this.settings = props;
		this.topic = props.topicArn === undefined ? undefined : Topic.fromTopicArn(this, "Topic", props.topicArn);
		const metrics = watchedMetrics(props);
		// The schedule's event comes every hour, but not always within the same hour as CloudWatch counts them.
		const hourly = { above: 0, periods: 2, of: 1 } as const;
		this.add("FailedBlock", { metric: metrics.failedBlocks, above: 0 });
		this.add("DeadLetters", { metric: metrics.deadLetters, ...hourly });
		this.add("LateStream", { metric: largestOf(metrics.iteratorAges), above: late.toMilliseconds() });
		this.add("LateQueue", { metric: largestOf(metrics.messageAges), above: late.toSeconds() });
		const overdue = { above: props.sweepEvery + sweepHours, isMissingBad: true } as const;
		this.add("SweepOverdue", { metric: metrics.sweepAge, ...overdue });
		this.add("UnknownVerdicts", { metric: metrics.unknownShare, above: unknownPercent });
		// A message that made a function fail comes back after six minutes, so not every period has an error.
		this.add("FailingFunction", { metric: sumOf(metrics.failures), above: 0, periods: 6, of: 3 });
		this.add("SecurityHubNotEnabled", { metric: metrics.securityHubNotEnabled, above: 0 });
		this.add("MissingEvents", { metric: metrics.silentKinds, ...hourly });
	}

	private add(
		id: keyof typeof alarmTexts,
		{ metric, above, periods = 1, of = periods, isMissingBad = false }: Threshold,
	): void {
		const { text, section } = alarmTexts[id];
		const alarm = new Alarm(this, id, {
			alarmDescription: `${text} Runbook: ${this.settings.runbookUrl}#${section}`,
			metric,
			threshold: above,
			comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
			evaluationPeriods: periods,
			datapointsToAlarm: of,
			// SQS and Lambda publish no data while they are idle, and our functions none while nothing is wrong.
			treatMissingData: isMissingBad ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
		});
		const resource = alarm.node.defaultChild;
		const { notLocal } = this.settings;
		if (notLocal !== undefined && metric instanceof MathExpression && resource instanceof CfnResource) {
			resource.cfnOptions.condition = notLocal;
		}
		if (this.topic !== undefined) alarm.addAlarmAction(new SnsAction(this.topic));
	}
}

/**
 * Of metrics with the same period. An idle metric has no data, and a value without one of its terms would be missing too. At most ten
 * metrics, and no SEARCH (CloudWatch user guide, "Limits that apply to alarms based on metric math expressions").
 */
function combined(metrics: readonly IMetric[], expressionOf: (terms: readonly string[]) => string): MathExpression {
	const ids = metrics.map((_, at) => `m${at}`);
	return new MathExpression({
		expression: expressionOf(ids.map((id) => `FILL(${id}, 0)`)),
		usingMetrics: Object.fromEntries(ids.map((id, at) => [id, metrics[at] as IMetric])),
		period: Duration.minutes(5),
	});
}

const largestOf = (metrics: readonly IMetric[]) => combined(metrics, (terms) => `MAX([${terms.join(", ")}])`);
const sumOf = (metrics: readonly IMetric[]) => combined(metrics, (terms) => `SUM([${terms.join(", ")}])`);

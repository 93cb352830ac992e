import { Duration } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Topic } from "aws-cdk-lib/aws-sns";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";

/** What is wrong, and the section of docs/runbook.md that explains how to fix it. */
interface AlarmText {
	readonly text: string;
	readonly runbook: string;
}

interface WatchProps extends AlarmText {
	readonly metric: IMetric;
	/** The alarm is raised above this value. */
	readonly above: number;
	/** Number of consecutive periods of the metric; 1 when absent. */
	readonly periods?: number;
}

/** Creates alarms that notify a topic, if one is given. */
export class Alarms {
	private readonly topicArn: string | undefined;

	constructor(topicArn: string | undefined) {
		this.topicArn = topicArn;
	}

	/** Alarms as soon as a dead-letter queue contains a message. */
	deadLetters(scope: Construct, id: string, queue: IQueue, text: AlarmText): void {
		const metric = queue.metricApproximateNumberOfMessagesVisible({
			period: Duration.minutes(1),
			statistic: "Maximum",
		});
		this.watch(scope, id, { ...text, metric, above: 0 });
	}

	watch(scope: Construct, id: string, { text, runbook, metric, above, periods = 1 }: WatchProps): void {
		const alarm = new Alarm(scope, id, {
			alarmDescription: `${text} Runbook: docs/runbook.md#${runbook}`,
			metric,
			threshold: above,
			comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
			evaluationPeriods: periods,
			// SQS and Lambda publish no data while they are idle, which is normal.
			treatMissingData: TreatMissingData.NOT_BREACHING,
		});
		if (this.topicArn === undefined) return;
		alarm.addAlarmAction(new SnsAction(Topic.fromTopicArn(scope, `${id}Topic`, this.topicArn)));
	}
}

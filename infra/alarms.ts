import { Duration } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Topic } from "aws-cdk-lib/aws-sns";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";

/** What is wrong, and the section of docs/runbook.md that says how to mend it. */
interface Trouble {
	readonly text: string;
	readonly runbook: string;
}

interface Watched extends Trouble {
	readonly metric: IMetric;
	/** Alarms above this value. */
	readonly above: number;
	/** Periods of the metric in a row; 1 when absent. */
	readonly periods?: number;
}

/** Raises alarms, and tells a topic about them when there is one. */
export class Alarms {
	private readonly topicArn: string | undefined;

	constructor(topicArn: string | undefined) {
		this.topicArn = topicArn;
	}

	/** Anything at all in a dead-letter queue. */
	deadLetters(scope: Construct, id: string, queue: IQueue, trouble: Trouble): void {
		const metric = queue.metricApproximateNumberOfMessagesVisible({
			period: Duration.minutes(1),
			statistic: "Maximum",
		});
		this.watch(scope, id, { ...trouble, metric, above: 0 });
	}

	watch(scope: Construct, id: string, { text, runbook, metric, above, periods = 1 }: Watched): void {
		const alarm = new Alarm(scope, id, {
			alarmDescription: `${text} Runbook: docs/runbook.md#${runbook}`,
			metric,
			threshold: above,
			comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
			evaluationPeriods: periods,
			// SQS and Lambda send nothing while nothing happens, which is well.
			treatMissingData: TreatMissingData.NOT_BREACHING,
		});
		if (this.topicArn === undefined) return;
		alarm.addAlarmAction(new SnsAction(Topic.fromTopicArn(scope, `${id}Topic`, this.topicArn)));
	}
}

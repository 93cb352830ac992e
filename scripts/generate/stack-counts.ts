import { rmSync } from "node:fs";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Code } from "aws-cdk-lib/aws-lambda";
import { defaultPolicyOf } from "../../core/policy.ts";
import { optionsFrom } from "../../infra/options.ts";
import { PipelineStack } from "../../infra/pipeline-stack.ts";

/** What the stack has of the things that cost money without an event. */
export interface StackCounts {
	/** Metrics of alarms: CloudWatch charges an alarm for each metric in its expression. */
	readonly alarmMetrics: number;
	/** Queues that a function receives messages from: Lambda polls them. */
	readonly polledQueues: number;
	/** Of these, those whose function may run any number of times at once: Lambda polls them less. */
	readonly unlimitedQueues: number;
	/** Queues that no function receives messages from: dead letters. The schedule's event counts their messages. */
	readonly deadLetterQueues: number;
	readonly secrets: number;
	readonly dashboards: number;
	/** Invocations by schedules in an hour. */
	readonly ticksAnHour: number;
	readonly tables: number;
	/** Functions that read the table's stream. */
	readonly streamReaders: number;
	/** Of every function, in GB. */
	readonly memory: number;
}

interface Resource {
	readonly Type: string;
	readonly Properties?: Readonly<Record<string, unknown>>;
}
export type Resources = Readonly<Record<string, Resource>>;

let known: Resources | undefined;

/** The resources of the stack as it is deployed with the default options. They are synthesized once. */
export function stackResources(): Resources {
	known ??= synthesizeResources();
	return known;
}

function synthesizeResources(): Resources {
	process.env["CDK_VALIDATION"] = "false";
	const app = new App({ analyticsReporting: false });
	const codeOf = () => Code.fromInline("exports.handler = async () => {};");
	const props = { policy: defaultPolicyOf([]), options: optionsFrom(app.node), codeOf };
	const { Resources } = Template.fromStack(new PipelineStack(app, "Shipshape", props)).toJSON();
	rmSync(app.outdir, { recursive: true });
	return Resources as Resources;
}

/** Throws an Error for what cannot be counted. */
export function countsOf(resources: Resources): StackCounts {
	const ofType = (type: string) =>
		Object.values(resources).flatMap(({ Type, Properties = {} }) => (Type === type ? [Properties] : []));
	const isReading =
		(type: string) =>
		({ EventSourceArn }: Readonly<Record<string, unknown>>) => {
			const { "Fn::GetAtt": [id = ""] = [] } = EventSourceArn as { readonly "Fn::GetAtt"?: readonly string[] };
			return resources[id]?.Type === type;
		};
	const mappings = ofType("AWS::Lambda::EventSourceMapping");
	const ofQueues = mappings.filter(isReading("AWS::SQS::Queue"));
	const polledQueues = ofQueues.length;
	const sizes = new Set(ofType("AWS::Lambda::Function").map(({ MemorySize }) => Number(MemorySize)));
	if (sizes.size !== 1) throw new Error("the functions have different sizes, which the cost page does not expect");
	if (ofType("AWS::CloudWatch::CompositeAlarm").length > 0) throw new Error("a composite alarm has no price here");
	return {
		alarmMetrics: sum(ofType("AWS::CloudWatch::Alarm").map(metricsOf)),
		polledQueues,
		unlimitedQueues: ofQueues.filter(({ ScalingConfig }) => ScalingConfig === undefined).length,
		deadLetterQueues: ofType("AWS::SQS::Queue").length - polledQueues,
		secrets: ofType("AWS::SecretsManager::Secret").length,
		dashboards: ofType("AWS::CloudWatch::Dashboard").length,
		ticksAnHour: sum(ofType("AWS::Events::Rule").map(({ ScheduleExpression }) => ticksOf(ScheduleExpression))),
		tables: ofType("AWS::DynamoDB::Table").length,
		streamReaders: mappings.filter(isReading("AWS::DynamoDB::Table")).length,
		memory: ([...sizes][0] ?? 0) / 1_024,
	};
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** An alarm has one metric, or a list of metrics and of expressions on them, which cost nothing. */
function metricsOf({ Metrics }: Readonly<Record<string, unknown>>): number {
	if (!Array.isArray(Metrics)) return 1;
	const entries = Metrics as readonly { readonly MetricStat?: unknown; readonly Expression?: string }[];
	if (entries.some(({ Expression = "" }) => /\b(?:SELECT|SEARCH)\b/.test(Expression))) {
		throw new Error("how many metrics a query of an alarm analyzes is not known before it is deployed");
	}
	return entries.filter(({ MetricStat }) => MetricStat !== undefined).length;
}

function ticksOf(expression: unknown): number {
	if (expression === undefined) return 0;
	const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(String(expression)) ?? [];
	const hours = { minute: 1 / 60, hour: 1, day: 24 }[unit ?? ""];
	if (hours === undefined) throw new Error(`the schedule ${String(expression)} cannot be counted; use rate(…)`);
	return 1 / (Number(count) * hours);
}

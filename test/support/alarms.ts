import type { Resource } from "./synthesize-stack.ts";

/** A metric that an alarm evaluates. The values of the dimensions are as in the template. */
export interface AlarmMetric {
	/** In the alarm's expression; null if it has none. */
	readonly id: string | null;
	readonly namespace: string;
	readonly name: string;
	readonly dimensions: Readonly<Record<string, unknown>>;
	readonly statistic: string;
	/** Seconds. */
	readonly period: number;
}

interface Stat {
	readonly Namespace: string;
	readonly MetricName: string;
	readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
}
type Query = { readonly Id: string; readonly Expression?: string } & {
	readonly MetricStat?: { readonly Metric: Stat; readonly Stat: string; readonly Period: number };
};

/** The metrics that an alarm of a template evaluates; each of them costs as much as an alarm. */
export function metricsOf({ properties }: Resource): readonly AlarmMetric[] {
	const queries = properties["Metrics"] as readonly Query[] | undefined;
	if (queries === undefined) {
		const { Statistic, Period, ...stat } = properties as unknown as Stat & {
			readonly Statistic: string;
			readonly Period: number;
		};
		return [metricOf(null, stat, Statistic, Period)];
	}
	return queries.flatMap(({ Id, MetricStat }) =>
		MetricStat === undefined ? [] : [metricOf(Id, MetricStat.Metric, MetricStat.Stat, MetricStat.Period)],
	);
}

const metricOf = (id: string | null, stat: Stat, statistic: string, period: number): AlarmMetric => ({
	id,
	namespace: stat.Namespace,
	name: stat.MetricName,
	dimensions: Object.fromEntries((stat.Dimensions ?? []).map(({ Name, Value }) => [Name, Value])),
	statistic,
	period,
});

/** The expression that an alarm watches; null if it watches a metric. */
export const expressionOf = ({ properties }: Resource): string | null =>
	(properties["Metrics"] as readonly Query[] | undefined)?.find(({ Expression }) => Expression !== undefined)
		?.Expression ?? null;

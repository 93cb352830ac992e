import type { CfnCondition, Stack } from "aws-cdk-lib";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { Policy } from "../core/policy.ts";
import type { FunctionEntry } from "../functions/entries.ts";
import { routes, sinks, type WorkerName } from "../functions/manifest.ts";
import { Alarms } from "./alarms.ts";
import { Dashboard } from "./dashboard.ts";
import { canDeregister, canPublish } from "./function-permissions.ts";
import type { PipelineOptions } from "./options.ts";
import type { Watched } from "./watched-metrics.ts";

interface Functions extends Omit<Watched, "services"> {
	readonly workers: ReadonlyMap<WorkerName, LambdaFunction>;
}

const sweeping: WorkerName = "sweep";

/** Adds the alarms, and the dashboard if the stack has that option. `notLocal`: as for the alarms. */
export function watch(
	stack: Stack,
	{ workers, ...others }: Functions,
	{ alarmTopicArn: topicArn, runbookUrl, dashboard }: PipelineOptions,
	{ sweep: { every: sweepEvery } }: Policy,
	notLocal: CfnCondition | undefined,
): void {
	const watched = { ...others, services };
	new Alarms(stack, "Alarms", { ...watched, topicArn, runbookUrl, sweepEvery, notLocal });
	const sweep = workers.get(sweeping);
	if (dashboard && sweep !== undefined) new Dashboard(stack, "Dashboard", { ...watched, sweep });
}

function theOne<Entry extends FunctionEntry>(entries: readonly Entry[], isMeant: (entry: Entry) => boolean): Entry {
	const [found, ...others] = entries.filter(isMeant);
	if (found === undefined || others.length > 0) throw new Error("an alarm needs exactly one such function");
	return found;
}

/** The names under which the functions publish metrics. */
const services: Watched["services"] = {
	block: theOne(routes, canDeregister).name,
	publish: theOne(sinks, canPublish).sink,
	sweep: sweeping,
};

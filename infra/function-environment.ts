import { environment } from "../core/environment.ts";
import type { FunctionEntry, Variable } from "../functions/entries.ts";
import type { PipelineOptions } from "./options.ts";

/** Whether a function has the variable if there is a value for it. */
export const needs = (entry: FunctionEntry, variable: Variable): boolean =>
	[...entry.environment, ...entry.optionalEnvironment].includes(variable);

/** The variables of an entry that the options or the stack have a value for. */
export function functionEnvironment(
	entry: FunctionEntry,
	{
		localEndpoints,
		replaySource,
		replayCanBlock,
		slackOrigin,
		govSlack,
		withoutGate,
		notificationTopic,
	}: PipelineOptions,
	{ gateFunctionArn, ...ofStack }: Readonly<Partial<Record<Variable, string | undefined>>>,
): Readonly<Record<string, string>> {
	const values: Readonly<Partial<Record<Variable, string | undefined>>> = {
		...ofStack,
		...{ replaySource, replayCanBlock: replayCanBlock ? "true" : undefined },
		...(ofStack.slackSecretArn === undefined ? {} : { slackOrigin, govSlack: govSlack ? "true" : undefined }),
		notificationTopicArn: notificationTopic,
		gateFunctionArn: withoutGate ? undefined : gateFunctionArn,
	};
	const own = (Object.keys(values) as Variable[]).flatMap((variable) => {
		const value = values[variable];
		return value !== undefined && needs(entry, variable) ? [[environment[variable], value] as const] : [];
	});
	return { ...localEndpoints, ...Object.fromEntries(own) };
}

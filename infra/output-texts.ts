import type { RouteEntry, WorkerEntry } from "../functions/entries.ts";
import { endpoints, hooks, routes, sinks, workers } from "../functions/manifest.ts";

/** Outputs of the stack as a whole. */
const ofStack: Readonly<Record<string, string>> = {
	LedgerTableName: "The table with every verdict, which stays when the stack is deleted",
	OffSwitchParameterName: "The parameter that switches every block off: audit, or policy",
	SlackSecretArn: "The secret with the Slack webhook, or with JSON (docs/slack.md)",
	SlackSecretNeeds: "The keys of the Slack secret that the deployed policy needs",
	NotificationTopicArn: "The SNS topic that is notified instead of Slack",
	SweepHours: "Hours from one sweep to the next, from the policy",
};

/** Outputs of a function, by what their names end with after the function's construct. `does`: its description in the manifest. */
const ofFunctions: readonly (readonly [ending: RegExp, text: (does: string) => string])[] = [
	[/^RuleDeadLetterQueueUrl$/, (does) => `Events that EventBridge could not deliver to the function that ${does}`],
	[/^DeadLetterQueueUrl$/, (does) => `Messages that failed for good in the function that ${does}`],
	[/^UndeliveredQueueUrl$/, (does) => `What could not be delivered by the function that ${does}`],
	[/^GivenUpQueueUrl$/, (does) => `Positions of stream records that Lambda discarded for the function that ${does}`],
	[/^QueueUrl$/, (does) => `Queue of the function that ${does}`],
	[
		/^HookRoleArn$/,
		(does) => `Role with which ECS calls the function that ${does}, for the lifecycle hook of a service`,
	],
	[/^FunctionArn$/, (does) => `The function that ${does}, for the lifecycle hook of a service`],
	[/^FunctionName$/, (does) => `The function that ${does}`],
	[/^RoleArn$/, (does) => `Role of the function that ${does}, for the service control policies of docs/enforcement.md`],
	[/^Url$/, (does) => `Request URL of the Slack app, at which the function ${does}`],
];

const functions = [...routes, ...sinks, ...workers, ...hooks, ...endpoints];

/** What a rule matches, by the name of its output: the kind of event, or the schedule. */
const kindsOfRules: ReadonlyMap<string, string> = new Map(
	([...routes, ...workers] as readonly (RouteEntry | WorkerEntry)[]).flatMap((entry) => [
		...(entry.events ?? []).map(({ folder, rule }) => [`${entry.construct}${rule}Name`, folder] as const),
		...("schedule" in entry && entry.schedule !== undefined
			? [[`${entry.construct}${entry.schedule.rule}Name`, "scheduled"] as const]
			: []),
	]),
);

/** What an output is, in one line; throws for a name that has no text. */
export function outputText(name: string): string {
	const own = ofStack[name];
	if (own !== undefined) return `${own}.`;
	for (const { construct, description } of functions) {
		if (!name.startsWith(construct)) continue;
		const kind = kindsOfRules.get(name);
		if (kind !== undefined) return `Rule for ${kind} events, which go to the function that ${description}.`;
		const [, text] = ofFunctions.find(([ending]) => ending.test(name.slice(construct.length))) ?? [];
		if (text !== undefined) return `${text(description)}.`;
	}
	throw new Error(`the output ${name} has no description; add one to infra/output-texts.ts`);
}

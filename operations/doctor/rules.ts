import { isDeepStrictEqual } from "node:util";
import type { EventBridgeClient, Target } from "@aws-sdk/client-eventbridge";
import { readRule } from "../../adapters/eventbridge/read-rule.ts";
import { eventTarget, scheduleTarget } from "../../events/rule-target.ts";
import { type Installation, type InstalledRule, queueArnOf } from "../installation.ts";
import { type Answer, ok, problem } from "../result.ts";
import { awsCommand } from "../shell-command.ts";
import { missing } from "./missing.ts";

/** Whether a rule of the stack is enabled and sends its events to its queue as the stack has it. */
export async function checkRule(
	client: EventBridgeClient,
	installation: Installation,
	rule: InstalledRule,
): Promise<Answer> {
	const { name } = rule;
	const found = await readRule(client, name);
	if (found === null) return missing(`rule ${name}`, installation);
	const { region } = installation;
	const expected = targetOf(installation, rule);
	const present = found.targets.filter(({ Id, Arn }) => Id === expected.Id || Arn === expected.Arn);
	const difference = differenceOf(present, expected);
	// A second target with the same queue would send every event twice, and whole.
	const others = present.flatMap(({ Id }) => (Id === undefined || Id === expected.Id ? [] : Id));
	if (found.isEnabled && difference === null) return ok("enabled, with its queue as the target");
	const what = [...(found.isEnabled ? [] : ["is disabled"]), ...(difference ?? [])];
	const aws = (...args: readonly string[]): string => awsCommand(region, "events", ...args);
	return problem(
		`rule ${name} ${what.join(" and ")}${present.length > 0 && found.isEnabled ? "" : ", so what it reports is only found by the sweep"}`,
		...(difference === null ? [] : [aws("put-targets", "--rule", name, "--targets", JSON.stringify([expected]))]),
		...(others.length === 0 ? [] : [aws("remove-targets", "--rule", name, "--ids", ...others)]),
		...(found.isEnabled ? [] : [aws("enable-rule", "--name", name)]),
	);
}

/** The target that the stack gives a rule, as PutTargets takes it. */
function targetOf(installation: Installation, { queue, events }: InstalledRule): Target {
	const arn = queueArnOf(installation, queue);
	const { id, inputTransformer, deadLetterConfig, retryPolicy } =
		events === null
			? scheduleTarget(arn)
			: eventTarget(events.folder, arn, queueArnOf(installation, events.deadLetters));
	return {
		Id: id,
		Arn: arn,
		...(inputTransformer === undefined
			? {}
			: {
					InputTransformer: {
						InputPathsMap: inputTransformer.inputPathsMap,
						InputTemplate: inputTransformer.inputTemplate,
					},
				}),
		...(deadLetterConfig === undefined ? {} : { DeadLetterConfig: { Arn: deadLetterConfig.arn } }),
		...(retryPolicy === undefined
			? {}
			: {
					RetryPolicy: {
						MaximumEventAgeInSeconds: retryPolicy.maximumEventAgeInSeconds,
						MaximumRetryAttempts: retryPolicy.maximumRetryAttempts,
					},
				}),
	};
}

/** What a part of a target that is not as in the stack means. */
const consequences = {
	InputTransformer: "does not send the fields that it should",
	Input: "sends a constant in place of its events",
	InputPath: "sends only a part of its events",
	DeadLetterConfig: "does not have its dead-letter queue, so events that cannot be delivered are lost",
	RetryPolicy: "does not retry for as long as it should",
} as const satisfies Partial<Record<keyof Target, string>>;

const parts = Object.keys(consequences) as (keyof typeof consequences)[];

/** How the targets for a queue differ from the one that the stack has; null if they do not. */
function differenceOf(present: readonly Target[], expected: Target): readonly string[] | null {
	const own = present.find(({ Id }) => Id === expected.Id) ?? present[0];
	if (own === undefined || own.Arn !== expected.Arn) return ["does not have its queue as a target"];
	const wrong = parts.filter((part) => !isDeepStrictEqual(own[part], expected[part]));
	if (wrong.length > 0) return wrong.map((part) => consequences[part]);
	return present.length === 1 && own.Id === expected.Id ? null : ["has other targets for its queue than the stack has"];
}

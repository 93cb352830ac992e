import {
	DescribeRuleCommand,
	EventBridgeClient,
	ListTargetsByRuleCommand,
	type Target,
} from "@aws-sdk/client-eventbridge";
import { describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { checkRule } from "../../operations/doctor/rules.ts";
import type { InstalledRule } from "../../operations/installation.ts";
import { anInstallation } from "../support/installation.ts";
import { synthesizeStack } from "../support/synthesize-stack.ts";

const stack = synthesizeStack();
const queueArn = (name: string): string => `arn:aws:sqs:eu-central-1:111122223333:${name}`;

/** The target in the stack's template, with the ARNs of the installation. */
function deployedTarget({ id, queue, events }: InstalledRule): Target {
	const [resource] = stack.ofType("AWS::Events::Rule").filter((one) => one.id.replace(/[0-9A-F]{8}$/, "") === id);
	const [{ DeadLetterConfig, ...target }] = (resource?.properties["Targets"] ?? []) as [Target];
	const nameOf = (url: string): string => url.split("/").at(-1) ?? "";
	return {
		...target,
		Arn: queueArn(nameOf(queue)),
		...(events === null ? {} : { DeadLetterConfig: { Arn: queueArn(nameOf(events.deadLetters)) } }),
	};
}

async function check(rule: InstalledRule, Targets: readonly Target[]) {
	const events = mockClient(EventBridgeClient);
	events.on(DescribeRuleCommand).resolves({ State: "ENABLED" });
	events.on(ListTargetsByRuleCommand).resolves({ Targets: [...Targets] });
	return checkRule(new EventBridgeClient({}), anInstallation, rule);
}

const without = (target: Target, part: keyof Target): Target =>
	Object.fromEntries(Object.entries(target).filter(([key]) => key !== part)) as unknown as Target;

/** The target that a command puts. */
const putBy = (fix: readonly string[]): unknown =>
	fix.flatMap((command) => JSON.parse(/ put-targets .*--targets '(.*)' --region/.exec(command)?.[1] ?? "[]"));

describe.each(anInstallation.rules)("rule $id", (rule) => {
	const target = deployedTarget(rule);
	const partsToLose = ["InputTransformer", "DeadLetterConfig", "RetryPolicy"] as const;

	test("is ok with the target that the stack deploys", async () => {
		expect((await check(rule, [target])).status).toBe("ok");
	});

	test("gets the whole target of the stack when it has none", async () => {
		const { status, fix } = await check(rule, []);
		expect([status, putBy(fix)]).toEqual(["problem", [target]]);
	});

	test("is a problem without any part of the target, and gets the whole target again", async () => {
		for (const part of partsToLose.filter((one) => one in target)) {
			const { status, fix } = await check(rule, [without(target, part)]);
			expect([part, status, putBy(fix)]).toEqual([part, "problem", [target]]);
		}
	});

	test("is a problem with a second target for the queue, which is removed", async () => {
		const { status, fix } = await check(rule, [target, { Id: "Other", Arn: target.Arn }]);
		expect(status).toBe("problem");
		expect(fix.at(-1)).toBe(`aws events remove-targets --rule ${rule.name} --ids Other --region eu-central-1`);
	});

	test("is ok with a target of someone else", async () => {
		expect((await check(rule, [target, { Id: "Other", Arn: queueArn("other") }])).status).toBe("ok");
	});
});

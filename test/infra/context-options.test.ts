import { describe, expect, test } from "@jest/globals";
import { RootConstruct } from "constructs";
import { BadInputError } from "../../core/errors.ts";
import { contextOptions, localOptions } from "../../infra/context-options.ts";
import { optionsFrom } from "../../infra/options.ts";

/** The message about a context; empty when it is accepted. */
function complaintAbout(context: Readonly<Record<string, unknown>>): string {
	const { node } = new RootConstruct();
	for (const [key, value] of Object.entries(context)) node.setContext(key, value);
	try {
		optionsFrom(node);
		return "";
	} catch (error) {
		if (!(error instanceof BadInputError)) throw error;
		return error.message;
	}
}

/** The keys that are read from an empty context. */
function keysRead(): readonly string[] {
	const { node } = new RootConstruct();
	const read = new Set<string>();
	const tryGetContext = node.tryGetContext.bind(node);
	node.tryGetContext = (key) => {
		read.add(key);
		return tryGetContext(key);
	};
	optionsFrom(node);
	return [...read];
}

test("every option that is read is listed, and every listed one is read; the app itself reads the policy's path", () => {
	const listed = [...contextOptions.map(({ name }) => name), ...localOptions];
	expect([...keysRead(), "policy"].sort()).toEqual(listed.toSorted());
	expect(new Set(listed).size).toBe(listed.length);
});

describe("an unknown key of the context", () => {
	test.each([
		["stackname", "stackName"],
		["alarmTopicARN", "alarmTopicArn"],
		["slackSecretname", "slackSecretName"],
		["withoutgate", "withoutGate"],
		["polcy", "policy"],
	])("%s is refused, and %s named", (key, meant) => {
		expect(complaintAbout({ [key]: "x" })).toBe(
			`context "${key}" is no option of Shipshape; write ${meant}, or remove it (--context, cdk.json, cdk.context.json, ~/.cdk.json)`,
		);
	});

	test("is refused with all options when none is near", () => {
		const complaint = complaintAbout({ something: true });
		for (const { name } of contextOptions) expect(complaint).toContain(name);
		for (const name of localOptions) expect(complaint).not.toContain(name);
	});

	test("is refused whatever its value, and beside options that are right", () => {
		expect(complaintAbout({ stackName: "Other", tracin: false })).toContain("write tracing");
	});
});

test.each([
	"@aws-cdk/aws-iam:minimizePolicies",
	"aws:cdk:version-reporting",
	"availability-zones:account=111122223333:region=eu-west-1",
	"acknowledged-issue-numbers",
])("a key of the CDK is left alone: %s", (key) => {
	expect(complaintAbout({ [key]: true })).toBe("");
});

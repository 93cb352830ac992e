import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Metafile, stop } from "esbuild";
import { defaultPolicy } from "../../controls/default-policy.ts";
import type { Policy } from "../../core/policy.ts";
import { endpoints, functions, hooks, routes, sinks, workers } from "../../functions/manifest.ts";
import { bundleFunctions } from "../../infra/bundle.ts";
import { permissionsOf } from "../../infra/function-permissions.ts";
import { grantsOf } from "../../infra/permissions.ts";
import {
	actionsOf,
	listOf,
	type Statement,
	statementsOf,
	statementsOfRole,
	synthesizeStack,
	target,
} from "../support/synthesize-stack.ts";

const enforcing: Policy = { ...defaultPolicy, mode: "enforce" };
const stack = synthesizeStack(enforcing);

/** Statements of the role of a function. */
const allowedTo = (construct: string): readonly Statement[] => statementsOfRole(stack, construct);

/** What Lambda itself does with the role, regardless of the code. */
const byLambda = ["logs:CreateLogStream", "logs:PutLogEvents"];
const forQueues = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"];
const forStreams = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"].map(
	(action) => `dynamodb:${action}`,
);

/** Part of every DynamoDB client, but called only with endpoint discovery, which is not enabled. */
const onlyWhenConfigured = "dynamodb:DescribeEndpoints";

/** A policy with which every function makes every call. */
const needingAll: Policy = {
	...enforcing,
	block: { ...defaultPolicy.block, tag: true, "set-back": true },
	slack: { ...defaultPolicy.slack, approvers: ["U012AB3CD"] },
	scopes: [{ match: { family: ["*"] }, controls: { "task-definition/image-pinned": { blocking: true } } }],
};

describe("a role allows exactly what its function calls", () => {
	const folder = mkdtempSync(join(tmpdir(), "bundles-"));
	let metafile: Metafile;
	beforeAll(async () => {
		metafile = await bundleFunctions(defaultPolicy, folder);
	});
	afterAll(async () => {
		rmSync(folder, { recursive: true });
		await stop();
	});

	/** The SDK commands in a bundle, as IAM actions: esbuild removes commands that are never called. */
	const callsOf = (name: string): string[] => {
		const [output] = Object.values(metafile.outputs).filter(({ entryPoint }) => entryPoint?.includes(`/${name}/`));
		return Object.entries(output?.inputs ?? {}).flatMap(([file, { bytesInOutput }]) => {
			const [, client = "", command] = /@aws-sdk\/client-([a-z-]+)\/.*\/commands\/(\w+)Command\.js$/.exec(file) ?? [];
			// The batch calls of SQS have the permission of the single ones (Service Authorization Reference).
			const action = `${client.replace("-", "")}:${command}`.replace(/^(sqs:\w+)Batch$/, "$1");
			return command === undefined || bytesInOutput === 0 || action === onlyWhenConfigured ? [] : [action];
		});
	};

	test.each(functions)("$name: every call is permitted, every permission is used", (entry) => {
		// What notifies Slack publishes to the topic instead if the stack is given one.
		const ways = [{}, { notificationTopic: "arn:aws:sns:eu-west-1:111122223333:alerts" }];
		const listed = ways.flatMap((way) => permissionsOf(entry, needingAll, way));
		const own = [...new Set(listed.filter(({ through }) => through === undefined).map(({ action }) => action))];
		expect(own.sort()).toEqual([...new Set(callsOf(entry.name))].sort());
		for (const { through } of listed) if (through !== undefined) expect(own).toContain(through);
	});

	test.each([
		...[...routes, ...workers].map((entry) => ({ entry, byMapping: forQueues })),
		...[...hooks, ...endpoints].map((entry) => ({ entry, byMapping: [] })),
		...sinks.map((entry) => {
			const ownQueue = ([...entry.environment] as string[]).includes("queueUrl") ? forQueues : [];
			return { entry, byMapping: [...forStreams, "sqs:SendMessage", ...ownQueue] };
		}),
	])("$entry.name: the template grants the listed permissions and those that Lambda needs", ({ entry, byMapping }) => {
		const statements = allowedTo(entry.construct);
		const denied = statements.filter(({ Effect }) => Effect === "Deny");
		expect(actionsOf(denied).filter((action) => action !== "securityhub:BatchUpdateFindings")).toEqual([]);
		expect(denied.every(({ Condition }) => Condition !== undefined)).toBe(true);
		const listed = permissionsOf(entry, enforcing).map(({ action }) => action);
		const needed = [...listed, ...byLambda, ...byMapping];
		expect([...new Set(actionsOf(statements.filter(({ Effect }) => Effect === "Allow")))]).toEqual(
			[...new Set(needed)].sort(),
		);
	});
});

describe("roles follow least privilege", () => {
	const policies = stack.ofType("AWS::IAM::Policy");

	test("no action has a wildcard, and none grants permissions to others", () => {
		const actions = policies.flatMap((policy) => actionsOf(statementsOf(policy)));
		expect(actions.filter((action) => action.includes("*") || action.startsWith("iam:"))).toEqual([]);
	});

	test.each(policies)("$id: every wildcard in a resource has a reason for each action", (policy) => {
		const construct = policy.id.replace(/HandlerRoleDefaultPolicy[0-9A-F]{8}$/, "");
		const reasons = stack.acknowledged
			.filter(({ path }) => path === `Shipshape/${construct}/Handler/Role`)
			.map(({ reason }) => reason)
			.join("; ");
		for (const { Action, Resource } of statementsOf(policy)) {
			if (!listOf(Resource).some((resource) => JSON.stringify(resource).includes("*"))) continue;
			for (const action of listOf(Action)) expect(reasons).toMatch(new RegExp(`${action}: \\S.{20,}`));
		}
	});

	test("only the functions about the images in use and about deployments read tasks, service revisions and deployments", () => {
		const readers = functions
			.map(({ construct }) => construct)
			.filter((construct) => {
				const actions = actionsOf(allowedTo(construct));
				return actions.some((action) =>
					/^ecs:(?:ListTasks|Describe(?:Tasks|ServiceDeployments|ServiceRevisions))$/.test(action),
				);
			});
		expect(readers).toEqual(["ImagesInUse", "DeploymentStarted", "DeploymentGate"]);
		expect(actionsOf(allowedTo("ImagePushed")).filter((action) => action.startsWith("ecs:"))).toEqual([]);
	});

	test("each function sends messages only to its own queues, and to those whose work it requests", () => {
		const queues = functions.map(({ construct }) => {
			const senders = allowedTo(construct).filter((one) => actionsOf([one]).includes("sqs:SendMessage"));
			return [
				construct,
				senders
					.flatMap(({ Resource }) => listOf(Resource).map((one) => target(one).replace(/[0-9A-F]{8}$/, "")))
					.sort(),
			];
		});
		expect(Object.fromEntries(queues)).toMatchObject({
			ImagePushed: [
				...["ImagePushedDeadLetters", "ImagePushedQueue", "ImagesInUseQueue"],
				...["SweepQueue", "TaskDefinitionRegisteredQueue"],
			],
			Sweep: [
				...["ImagePushedQueue", "ImagesInUseQueue", "SweepDeadLetters", "SweepQueue"],
				"TaskDefinitionRegisteredQueue",
			],
			ImagesInUse: ["ImagePushedQueue", "ImagesInUseDeadLetters", "ImagesInUseQueue"],
			ImageScanned: ["ImageScannedDeadLetters", "ImageScannedQueue", "TaskDefinitionRegisteredQueue"],
		});
	});

	test("the function that refreshes the images in use reads and changes no verdict in the ledger", () => {
		const onLedger = allowedTo("ImagesInUse").filter((one) =>
			actionsOf([one]).some((action) => action.startsWith("dynamodb:")),
		);
		const keys = onLedger.map((one) => [
			actionsOf([one]).map((action) => action.slice("dynamodb:".length)),
			one.Condition,
		]);
		const only = (...of: readonly string[]) => ({
			"ForAllValues:StringLike": { "dynamodb:LeadingKeys": of },
			Null: { "dynamodb:LeadingKeys": "false" },
		});
		expect(keys).toHaveLength(3);
		expect(keys).toEqual(
			expect.arrayContaining([
				[["GetItem", "PutItem"], only("dead-letter#*", "used-images")],
				[["DeleteItem", "Query"], only("used-images")],
				[["UpdateItem"], only("dead-letter#*", "ecs-turns")],
			]),
		);
	});

	test("an action is limited to partition keys only if every adapter that needs it is", () => {
		const on = "ledger";
		const action = "dynamodb:PutItem";
		const limits = (...all: readonly (readonly string[] | undefined)[]) =>
			grantsOf(all.map((keys) => ({ action, on, ...(keys && { keys }) }))).map(({ keys }) => keys);
		expect(limits(["b"], ["a", "b"])).toEqual([["a", "b"]]);
		expect(limits(["a"], undefined)).toEqual([null]);
	});

	test("only the functions of Slack read the Slack secret, and they read no other one", () => {
		const readers = policies.flatMap((policy) =>
			statementsOf(policy)
				.filter((statement) => actionsOf([statement]).some((action) => action.startsWith("secretsmanager:")))
				.map((statement) => [policy.id, actionsOf([statement]), target(statement.Resource)]),
		);
		expect(readers).toEqual([
			[expect.stringMatching(/^SlackHandlerRole/), ["secretsmanager:GetSecretValue"], "SlackSecret"],
			[expect.stringMatching(/^SlackInteractionsHandlerRole/), ["secretsmanager:GetSecretValue"], "SlackSecret"],
		]);
	});

	test("only the functions that block read a parameter, and only the off switch", () => {
		const readers = policies.flatMap((policy) =>
			statementsOf(policy)
				.filter((statement) => actionsOf([statement]).some((action) => action.startsWith("ssm:")))
				.map(({ Action, Resource }) => [policy.id.replace(/HandlerRole.*/, ""), Action, Resource]),
		);
		const [offSwitch] = stack.all.filter(({ id }) => /^OffSwitch/.test(id));
		const of = ["arn:", { Ref: "AWS::Partition" }, ":ssm:", { Ref: "AWS::Region" }, ":", { Ref: "AWS::AccountId" }];
		const arn = { "Fn::Join": ["", [...of, ":parameter", { Ref: offSwitch?.id }]] };
		expect(readers.sort()).toEqual([
			["CloudFormationHook", "ssm:GetParameter", arn],
			["DeploymentGate", "ssm:GetParameter", arn],
			["DeploymentStarted", "ssm:GetParameter", arn],
			["TaskDefinitionRegistered", "ssm:GetParameter", arn],
		]);
	});

	test("findings are imported only for the account's own product", () => {
		const [statement] = allowedTo("Findings").filter((one) =>
			actionsOf([one]).includes("securityhub:BatchImportFindings"),
		);
		expect(JSON.stringify(statement?.Resource)).toContain('":product/",{"Ref":"AWS::AccountId"},"/default"');
	});
});

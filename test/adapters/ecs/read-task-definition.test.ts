import { DescribeTaskDefinitionCommand, ECSClient, ListTaskDefinitionsCommand } from "@aws-sdk/client-ecs";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { readTaskDefinition } from "../../../adapters/ecs/read-task-definition.ts";
import { TryLaterError } from "../../../core/errors.ts";
import type { TaskDefinitionSubject } from "../../../core/subject.ts";
import { awsError } from "../../support/aws-errors.ts";
import { readAt } from "../../support/builders.ts";

const subject: TaskDefinitionSubject = {
	kind: "task-definition",
	partition: "aws",
	account: "111122223333",
	region: "ap-northeast-1",
	family: "web",
};
const arn = "arn:aws:ecs:ap-northeast-1:111122223333:task-definition/web";
const unknown = awsError("ClientException", 400, "Unable to describe task definition.");
const ecs = mockClient(ECSClient);
const read = (revision?: number) => readTaskDefinition(new ECSClient({}), subject, readAt, revision);
const answers = (taskDefinition: string, revision: number, status: "ACTIVE" | "INACTIVE" | "DELETE_IN_PROGRESS") =>
	ecs
		.on(DescribeTaskDefinitionCommand, { taskDefinition })
		.resolves({ taskDefinition: { family: "web", revision, status, containerDefinitions: [] } });
const lists = (...taskDefinitionArns: string[]) => ecs.on(ListTaskDefinitionsCommand).resolves({ taskDefinitionArns });

beforeEach(() => {
	ecs.reset();
	ecs.on(DescribeTaskDefinitionCommand).rejects(unknown);
});

describe("a family", () => {
	test("is its newest active revision, in one call", async () => {
		answers("web", 7, "ACTIVE");
		expect(await read()).toMatchObject({
			kind: "task-definition",
			family: "web",
			arn,
			revision: 7,
			status: "ACTIVE",
			readAt,
		});
		expect(ecs.calls()).toHaveLength(1);
		expect(ecs.calls()[0]?.args[0].input).toEqual({ taskDefinition: "web", include: ["TAGS"] });
	});

	test("has its tags, or an empty list of tags", async () => {
		const taskDefinition = { family: "web", revision: 7, status: "ACTIVE" as const, containerDefinitions: [] };
		ecs
			.on(DescribeTaskDefinitionCommand)
			.resolves({ taskDefinition, tags: [{ key: "team", value: "web" }, { key: "x" }] });
		expect((await read())?.tags).toEqual({ value: { team: "web", x: "" } });
		ecs.on(DescribeTaskDefinitionCommand).resolves({ taskDefinition });
		expect((await read())?.tags).toEqual({ value: {} });
	});

	test("that does not exist has no facts", async () => {
		expect(await read()).toBeNull();
	});

	test.each(["INACTIVE", "DELETE_IN_PROGRESS"] as const)(
		"answered with a revision that is %s is looked for in the list",
		async (status) => {
			answers("web", 8, status);
			answers("web:6", 6, "ACTIVE");
			lists(`${arn}:6`, `${arn}:5`);
			expect(await read()).toMatchObject({ revision: 6, status: "ACTIVE" });
			expect(ecs.commandCalls(ListTaskDefinitionsCommand)[0]?.args[0].input).toMatchObject({
				familyPrefix: "web",
				status: "ACTIVE",
				sort: "DESC",
			});
		},
	);

	test("is the highest revision of exactly that family, in any order of the list", async () => {
		answers("web", 8, "INACTIVE");
		answers("web:11", 11, "ACTIVE");
		lists(`${arn}:9`, `${arn}-worker:12`, `${arn}:11`, "nonsense");
		expect(await read()).toMatchObject({ revision: 11 });
	});

	test("is the next revision if the newest one is deregistered in the meantime", async () => {
		answers("web", 8, "INACTIVE");
		answers("web:7", 7, "INACTIVE");
		answers("web:5", 5, "ACTIVE");
		lists(`${arn}:7`, `${arn}:6`, `${arn}:5`);
		expect(await read()).toMatchObject({ revision: 5 });
	});

	test("without an active revision has no facts", async () => {
		answers("web", 8, "INACTIVE");
		lists();
		expect(await read()).toBeNull();
	});
});

test("is read without searching the account's services", async () => {
	const linuxParameters = { tmpfs: [{ containerPath: "/tmp", size: 64 }] };
	ecs.on(DescribeTaskDefinitionCommand).resolves({
		taskDefinition: { family: "web", status: "ACTIVE", containerDefinitions: [{ name: "app", linuxParameters }] },
	});
	expect(await read()).toMatchObject({ platformVersions: [] });
	expect(ecs.calls()).toHaveLength(1);
});

describe("a revision", () => {
	test.each(["ACTIVE", "INACTIVE", "DELETE_IN_PROGRESS"] as const)("that is %s is returned as such", async (status) => {
		answers("web:8", 8, status);
		expect(await read(8)).toMatchObject({ revision: 8, status, arn });
		expect(ecs.calls()).toHaveLength(1);
	});

	test.each([
		["Unable to describe task definition."],
		["Unable to describe task definition: web:8"],
		["unable to describe task definition"],
	])("that does not exist has no facts: %s", async (message) => {
		ecs.on(DescribeTaskDefinitionCommand).rejects(awsError("ClientException", 400, message));
		expect(await read(8)).toBeNull();
	});
});

describe("a failure to read is not an absence", () => {
	test.each([
		[
			"another ClientException",
			awsError("ClientException", 400, "The family name is too long."),
			"ecs:DescribeTaskDefinition failed (ClientException)",
		],
		[
			"a refusal with the same words",
			awsError("InvalidParameterException", 400, "Unable to describe task definition."),
			"ecs:DescribeTaskDefinition failed (InvalidParameterException)",
		],
		[
			"access denied",
			awsError("AccessDeniedException"),
			"ecs:DescribeTaskDefinition was denied (AccessDeniedException)",
		],
	])("%s leaves every value unresolved", async (_, error, reason) => {
		ecs.on(DescribeTaskDefinitionCommand).rejects(error);
		const unresolved = { unresolved: reason };
		expect(await read()).toEqual({
			kind: "task-definition",
			family: "web",
			arn,
			revision: null,
			status: null,
			engine: "ecs",
			operatingSystem: unresolved,
			compatibilities: [],
			platformVersions: unresolved,
			execServices: [],
			memoryMiB: unresolved,
			pidMode: unresolved,
			ipcMode: unresolved,
			networkMode: unresolved,
			volumes: unresolved,
			containers: unresolved,
			neighbours: [],
			tags: { unread: reason },
			readAt,
		});
	});

	test("an empty response leaves every value unresolved", async () => {
		ecs.on(DescribeTaskDefinitionCommand).resolves({});
		const containers = { unresolved: "ecs:DescribeTaskDefinition returned an incomplete response" };
		expect(await read()).toMatchObject({ containers });
	});

	test.each([
		[
			"may not be listed",
			() => ecs.on(ListTaskDefinitionsCommand).rejects(awsError("AccessDeniedException")),
			"ecs:ListTaskDefinitions was denied (AccessDeniedException)",
		],
		[
			"is listed for ever",
			() => ecs.on(ListTaskDefinitionsCommand).resolves({ taskDefinitionArns: [], nextToken: "same" }),
			"ecs:ListTaskDefinitions returned the same page token twice",
		],
	])("a family that %s is unresolved", async (_, arrange, unresolved) => {
		answers("web", 8, "INACTIVE");
		arrange();
		expect(await read()).toMatchObject({ containers: { unresolved } });
	});

	test("throttling throws TryLaterError", async () => {
		ecs.on(DescribeTaskDefinitionCommand).rejects(awsError("ThrottlingException"));
		await expect(read()).rejects.toBeInstanceOf(TryLaterError);
	});
});

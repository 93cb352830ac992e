import { DescribeServicesCommand, type DescribeServicesCommandInput, ECSClient } from "@aws-sdk/client-ecs";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { createServiceReader } from "../../../adapters/ecs/read-service.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { wasRead } from "../../../core/reading.ts";
import { awsError } from "../../support/aws-errors.ts";
import { readAt } from "../../support/builders.ts";

const ecs = mockClient(ECSClient);
const arnIn = (cluster: string, name: string) => `arn:aws:ecs:ap-northeast-1:111122223333:service/${cluster}/${name}`;
const numbered = (count: number) => Array.from({ length: count }, (_, at) => `web-${at}`);

beforeEach(() => {
	ecs.reset();
});

/** Answers about services; those in `missing` do not exist. */
function answer(missing: readonly string[] = []): void {
	ecs.on(DescribeServicesCommand).callsFake(({ cluster = "", services = [] }: DescribeServicesCommandInput) => ({
		services: services
			.filter((name) => !missing.includes(name))
			.map((name) => ({ serviceArn: arnIn(cluster, name), status: "ACTIVE", desiredCount: name.length }))
			.reverse(),
		failures: services
			.filter((name) => missing.includes(name))
			.map((name) => ({ arn: arnIn(cluster, name), reason: "MISSING" })),
	}));
}

function readAll(services: readonly (readonly [cluster: string, name: string])[]) {
	const read = createServiceReader(new ECSClient({}), async () => {});
	const place = { kind: "service", partition: "aws", account: "111122223333", region: "ap-northeast-1" } as const;
	return Promise.allSettled(services.map(([cluster, name]) => read({ ...place, cluster, name }, readAt)));
}

const requested = () => ecs.commandCalls(DescribeServicesCommand).map(({ args }) => args[0].input.services);
const namesIn = (results: Awaited<ReturnType<typeof readAll>>) =>
	results.map((one) => {
		if (one.status === "rejected") return one.reason instanceof TryLaterError ? "later" : "error";
		return wasRead(one.value) ? (one.value.value?.facts.name ?? null) : "unread";
	});

describe("services that are asked for at the same time", () => {
	test("are read ten in a call, each cluster by itself", async () => {
		answer();
		const names = numbered(23);
		const results = await readAll([...names.map((name) => ["shop", name] as const), ["jobs", "one"]]);
		expect(namesIn(results)).toEqual([...names, "one"]);
		expect(requested().map((services = []) => services.length)).toEqual([10, 10, 3, 1]);
	});

	test("are null only if they are missing", async () => {
		answer(["web-1"]);
		expect(namesIn(await readAll(numbered(3).map((name) => ["shop", name])))).toEqual(["web-0", null, "web-2"]);
		expect(requested()).toHaveLength(1);
	});

	test("are null if their cluster does not exist", async () => {
		ecs.on(DescribeServicesCommand).rejects(awsError("ClusterNotFoundException"));
		expect(namesIn(await readAll(numbered(2).map((name) => ["shop", name])))).toEqual([null, null]);
	});

	test("are read one by one if one of them is denied", async () => {
		answer();
		ecs
			.on(DescribeServicesCommand, { services: ["web-0", "web-1"] })
			.rejects(awsError("AccessDeniedException"))
			.on(DescribeServicesCommand, { services: ["web-1"] })
			.rejects(awsError("AccessDeniedException"));
		expect(namesIn(await readAll(numbered(2).map((name) => ["shop", name])))).toEqual(["web-0", "unread"]);
	});

	test("are all read later if ECS does not answer, without further calls", async () => {
		ecs.on(DescribeServicesCommand).rejects(awsError("ThrottlingException"));
		expect(namesIn(await readAll(numbered(2).map((name) => ["shop", name])))).toEqual(["later", "later"]);
		expect(requested()).toHaveLength(1);
	});
});

import { describe, expect, test } from "@jest/globals";
import { parse } from "../../../events/ecs-changed/index.ts";
import { patternOf } from "../../../infra/event-pattern.ts";
import { edited } from "../../support/edit.ts";
import { answerTo, aSample, eventsIn } from "../../support/routes.ts";

const sample = (name: string) => aSample("ecs-changed", name);
const nearMiss = (name: string) =>
	eventsIn("events", "ecs-changed", "near-misses").find((file) => file.name === name)?.event;
const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };
const arn = (resource: string) => `arn:aws:ecs:ap-northeast-1:111122223333:${resource}`;
const service = (cluster = "main", name = "web") => ({ kind: "service", ...place, cluster, name });
const cluster = (name = "main") => ({ kind: "cluster", ...place, name });
const provider = { kind: "capacity-provider", ...place, name: "batch" };
const checkOf = (subject: object) => ({ kind: "check", subjects: [subject] });
const request = ["detail", "requestParameters"];
const response = ["detail", "responseElements"];

describe("a change requests a check of what was changed", () => {
	test.each<[string, object]>([
		["create-service", service()],
		["create-service-older-arn", service()],
		["update-service", service()],
		["update-service-answer-omitted", service()],
		["delete-service-of-default-cluster", service("default")],
		["express-service-created", service("default", "shop")],
		["express-service-updated", service("default", "shop")],
		["create-cluster", cluster()],
		["create-default-cluster", cluster("default")],
		["cluster-settings-updated", cluster()],
		["cluster-exec-logging-updated", cluster()],
		["cluster-providers-put", cluster()],
		["delete-cluster", cluster()],
		["create-capacity-provider", provider],
		["update-capacity-provider", provider],
		["delete-capacity-provider", provider],
		["tag-service", service()],
		["untag-cluster", cluster()],
		["tag-capacity-provider", provider],
		["tag-task-definition", { kind: "task-definition", ...place, family: "web" }],
	])("%s", (name, subject) => {
		expect(answerTo(parse, sample(name))).toEqual(checkOf(subject));
	});

	test("a primary task set that was updated is a deployment too", () => {
		expect(answerTo(parse, sample("primary-task-set-updated"))).toEqual({ ...checkOf(service()), isDeployment: true });
	});

	test.each(eventsIn("events", "ecs-changed", "samples"))(
		"gives the same answer for $name with another source",
		({ event }) => {
			expect(answerTo(parse, { ...event, source: "com.example.replay" })).toEqual(answerTo(parse, event));
		},
	);

	test.each<[string, readonly string[], unknown, object]>([
		["update-service", [...response, "service"], undefined, service()],
		["create-service", [...response], null, service()],
		["update-service", [...response, "service", "serviceArn"], arn("service/web"), service()],
		["create-cluster", [...response], null, cluster()],
		["create-capacity-provider", [...response], null, provider],
		["update-capacity-provider", [...request, "name"], arn("capacity-provider/batch"), provider],
		["create-service", ["detail", "errorCode"], null, service()],
	])("%s with %j = %j", (name, path, value, subject) => {
		expect(answerTo(parse, edited(sample(name), path, value))).toEqual(checkOf(subject));
	});
});

test("every call of the pattern has a sample or is parsed like its siblings", () => {
	const { eventName: names } = patternOf("ecs-changed")["detail"] as { readonly eventName: readonly string[] };
	const event = edited(sample("update-service"), [...response], null);
	const named = { ...event, detail: { ...(event["detail"] as object), eventSource: "ecs.amazonaws.com" } };
	const all = { service: "web", cluster: "main", name: "batch", resourceArn: arn("cluster/main") };
	for (const name of names) {
		const answer = answerTo(parse, edited(edited(named, [...request], all), ["detail", "eventName"], name));
		expect([name, answer]).toEqual([name, expect.objectContaining({ kind: "check" })]);
	}
});

describe("an event that changes nothing that is checked requests nothing and gives a reason", () => {
	test.each(["create-service-denied", "delete-cluster-refused"])("E16: %s", (name) => {
		expect(answerTo(parse, nearMiss(name))).toEqual({ kind: "ignore", reason: "the call failed and changed nothing" });
	});

	test.each([
		"run-task",
		"account-setting",
		"eks-create-cluster",
		"cloud-map-create-service",
		"lambda-create-capacity-provider",
		"tag-function",
	])("%s is left to other parsers", (name) => {
		const reason = "the call changes no service, cluster or capacity provider of ECS";
		expect(answerTo(parse, nearMiss(name))).toEqual({ kind: "other", reason });
	});

	test("an operation with the name of an object's own property is left to other parsers", () => {
		const event = edited(sample("create-cluster"), ["detail", "eventName"], "constructor");
		expect(answerTo(parse, event)).toMatchObject({ kind: "other" });
	});

	test("an event that is not an API call is left to other parsers", () => {
		const reason = "the event is not an API call";
		expect(answerTo(parse, aSample("deployment-started", "in-progress"))).toEqual({ kind: "other", reason });
	});

	test("tags of a task, and of a service that does not name its cluster", () => {
		const reason = "the tags are of a resource that is not checked";
		expect(answerTo(parse, sample("tag-task"))).toEqual({ kind: "ignore", reason });
		expect(answerTo(parse, edited(sample("tag-service"), [...request, "resourceArn"], arn("service/web")))).toEqual({
			kind: "ignore",
			reason: "the service's ARN does not name its cluster",
		});
	});
});

describe("a malformed event is rejected with the name of the invalid field", () => {
	const foreign = "arn:aws:ecs:ap-northeast-1:444455556666:";
	const notOurs = (type: string) => `is not the ARN of a ${type} in the event's account and Region`;
	test.each<[string, readonly string[], unknown, string]>([
		["create-service", ["detail", "eventName"], 7, "detail.eventName must be a non-empty string"],
		["create-service", request, "cut", "detail.requestParameters must be an object"],
		["create-service", response, [], "detail.responseElements must be an object"],
		["create-service", [...response, "service"], 7, "detail.responseElements.service must be an object"],
		["delete-service-of-default-cluster", request, null, "detail.requestParameters.service must be a non-empty string"],
		[
			"update-service-answer-omitted",
			[...request, "cluster"],
			"a/b",
			"detail.requestParameters.cluster does not name a cluster",
		],
		[
			"delete-service-of-default-cluster",
			[...request, "service"],
			"a b",
			"detail.requestParameters.service does not name a service",
		],
		["delete-capacity-provider", request, {}, "detail.requestParameters.capacityProvider must be a non-empty string"],
		[
			"tag-service",
			[...request, "resourceArn"],
			null,
			"detail.requestParameters.resourceArn must be a non-empty string",
		],
		[
			"tag-task-definition",
			[...request, "resourceArn"],
			arn("task-definition/a b:1"),
			"detail.requestParameters.resourceArn is not a family name",
		],
	])("%s with %j = %j", (name, path, value, reason) => {
		expect(answerTo(parse, edited(sample(name), path, value))).toBe(`refused: ${reason}`);
	});

	test.each<[string, readonly string[], string, string]>([
		["create-service", [...response, "service", "serviceArn"], "service/main/web", "service"],
		["update-service-answer-omitted", [...request, "service"], "service/main/web", "service"],
		["delete-cluster", [...response, "cluster", "clusterArn"], "cluster/main", "cluster"],
		["delete-capacity-provider", [...request, "capacityProvider"], "capacity-provider/batch", "capacity-provider"],
		["untag-cluster", [...request, "resourceArn"], "cluster/main", "cluster"],
		["tag-task-definition", [...request, "resourceArn"], "task-definition/web:8", "task-definition"],
	])("E15: %s with %j of another account", (name, path, resource, type) => {
		expect(answerTo(parse, edited(sample(name), path, `${foreign}${resource}`))).toBe(
			`refused: ${path.join(".")} ${notOurs(type)}`,
		);
	});
});

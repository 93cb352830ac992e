import { describe, expect, test } from "@jest/globals";
import { parse } from "../../../events/repository-changed/index.ts";
import { edited } from "../../support/edit.ts";
import { answerTo, aSample, eventsIn } from "../../support/routes.ts";

const sample = (name: string) => aSample("repository-changed", name);
const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };
const checkOf = (...names: readonly string[]) => ({
	kind: "check",
	subjects: names.map((name) => ({ kind: "repository", ...place, name })),
});
const ignored = (reason: string) => ({ kind: "ignore", reason });

describe("a change of a repository's settings requests a check of the repository", () => {
	test.each([
		["create", ["shop/returns"]],
		["delete", ["shop/returns"]],
		["tags-made-mutable", ["payments"]],
		["scan-on-push-off", ["payments"]],
		["lifecycle-policy-put", ["payments"]],
		["lifecycle-policy-deleted", ["payments"]],
		["scan-frequency-changed", ["payments", "shop/checkout"]],
		["tagged", ["payments"]],
		["untagged", ["payments"]],
	])("%s", (name, repositories) => {
		expect(answerTo(parse, sample(name))).toEqual(checkOf(...repositories));
	});

	test.each(["policy-set-answer-omitted", "policy-deleted-request-omitted", "policy-set-both-omitted"])(
		"E17: %s names the repository in what is left",
		(name) => {
			expect(answerTo(parse, sample(name))).toEqual(checkOf("payments"));
		},
	);

	test.each(eventsIn("events", "repository-changed", "samples"))(
		"gives the same answer for $name with another source",
		({ event }) => {
			expect(answerTo(parse, { ...event, source: "com.example.replay" })).toEqual(answerTo(parse, event));
		},
	);

	test("names a repository that is listed twice once", () => {
		const [first] = (sample("scan-frequency-changed")["detail"] as { repositories: object[] }).repositories;
		const listing = (count: number) =>
			answerTo(parse, edited(sample("scan-frequency-changed"), ["detail", "repositories"], Array(count).fill(first)));
		expect(listing(1_000)).toEqual(checkOf("payments"));
		expect(listing(1_001)).toEqual({ kind: "check-all", reason: "more than 1000 repositories have changed" });
		expect(listing(0)).toEqual(ignored("the event lists no repository"));
	});

	test("an error code that is null is ignored", () => {
		expect(answerTo(parse, edited(sample("create"), ["detail", "errorCode"], null))).toEqual(checkOf("shop/returns"));
	});
});

describe("an event that changes no single repository of the account names none and gives a reason", () => {
	const failed = "the call failed and changed nothing";
	const otherCall = "the call does not change the settings of a repository";
	test.each([
		["samples", "registry-scanning-changed", "check-all", "the change is of the whole registry"],
		["samples", "another-registry", "ignore", "the repository belongs to another account, which checks it itself"],
		[
			"samples",
			"tagged-in-another-account",
			"ignore",
			"the repository belongs to another account, which checks it itself",
		],
		["near-misses", "lifecycle-policy-preview", "other", otherCall],
		["near-misses", "public-create", "other", otherCall],
		["near-misses", "codecommit-create", "other", otherCall],
		["near-misses", "image-scan-frequency-changed", "ignore", "the scan frequency of a repository has not changed"],
	])("%s/%s", (folder, name, kind, reason) => {
		const found = eventsIn("events", "repository-changed", folder).find((file) => file.name === name);
		expect(answerTo(parse, found?.event)).toEqual({ kind, reason });
	});

	test.each(["mutability-denied", "create-refused", "registry-scanning-denied"])("E16: %s", (name) => {
		const found = eventsIn("events", "repository-changed", "near-misses").find((file) => file.name === name);
		expect(answerTo(parse, found?.event)).toEqual(ignored(failed));
	});

	test("a push is left to another parser", () => {
		const reason = "the event is not about the settings of a repository";
		expect(answerTo(parse, aSample("image-pushed", "push"))).toEqual({ kind: "other", reason });
	});
});

describe("a malformed event is rejected with the name of the invalid field", () => {
	const notOurs = "is not the ARN of a repository in the event's account and Region";
	const foreign = "arn:aws:ecr:ap-northeast-1:444455556666:repository/payments";
	const created = ["detail", "responseElements", "repository"];
	const entry = ["detail", "repositories", 1] as const;
	test.each<[string, readonly (string | number)[], unknown, string]>([
		["create", ["detail", "eventName"], 7, "detail.eventName must be a non-empty string"],
		["create", ["detail", "requestParameters"], [], "detail.requestParameters must be an object"],
		["create", ["detail", "responseElements"], "cut", "detail.responseElements must be an object"],
		["create", created, "x", "detail.responseElements.repository must be an object"],
		[
			"tags-made-mutable",
			["detail", "responseElements", "repositoryName"],
			"A",
			"detail.responseElements.repositoryName is not a repository name",
		],
		[
			"policy-set-answer-omitted",
			["detail", "requestParameters", "repositoryName"],
			7,
			"detail.requestParameters.repositoryName must be a non-empty string",
		],
		[
			"tagged",
			["detail", "requestParameters", "resourceArn"],
			"payments",
			"detail.requestParameters.resourceArn is not the ARN of a repository in the event's account and Region",
		],
		["policy-set-both-omitted", ["detail", "resources"], null, "detail.resources[0] must be an object"],
		[
			"policy-set-both-omitted",
			["detail", "resources", 0, "ARN"],
			undefined,
			"detail.resources[0].ARN must be a non-empty string",
		],
		["scan-frequency-changed", ["detail", "resource-type"], null, "detail.resource-type must be a non-empty string"],
		["scan-frequency-changed", ["detail", "repositories"], {}, "detail.repositories is not a list"],
		["scan-frequency-changed", [...entry], "payments", "detail.repositories[1] must be an object"],
		[
			"scan-frequency-changed",
			[...entry, "repository-arn"],
			7,
			"detail.repositories[1].repository-arn must be a non-empty string",
		],
	])("%s with %j = %j", (name, path, value, reason) => {
		expect(answerTo(parse, edited(sample(name), path, value))).toBe(`refused: ${reason}`);
	});

	test.each<[string, readonly (string | number)[], string]>([
		["create", [...created, "repositoryArn"], "detail.responseElements.repository.repositoryArn"],
		["policy-set-both-omitted", ["detail", "resources", 0, "ARN"], "detail.resources[0].ARN"],
		["scan-frequency-changed", [...entry, "repository-arn"], "detail.repositories[1].repository-arn"],
	])("E15: %s with an ARN of another account", (name, path, shown) => {
		expect(answerTo(parse, edited(sample(name), path, foreign))).toBe(`refused: ${shown} ${notOurs}`);
	});
});

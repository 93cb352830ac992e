import { describe, expect, test } from "@jest/globals";
import { parse } from "../../../events/image-scanned/index.ts";
import { aDigest } from "../../support/builders.ts";
import { edited } from "../../support/edit.ts";
import { answerTo, aSample, eventsIn } from "../../support/routes.ts";

const sample = (name: string) => aSample("image-scanned", name);
const digestIn = (name: string) => (sample(name)["detail"] as Record<string, unknown>)["image-digest"] as string;
const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };
const time = "2026-11-20T09:15:42Z";

const checkOfImage = (repository: string, digest: string, more: object = {}) => ({
	kind: "check",
	subjects: [{ kind: "image", ...place, repository, digest, ...more }],
	announcedAt: time,
});

describe("a scan result requests a check of the image and contains its time", () => {
	const govcloud = { partition: "aws-us-gov", account: "444455556666", region: "us-gov-west-1" };
	test.each([
		["basic-complete", "payments", {}],
		["basic-complete-clean-untagged", "shop/checkout", {}],
		["basic-failed", "legacy/scratch-tool", {}],
		["enhanced-complete", "payments", {}],
		["enhanced-complete-clean-govcloud", "shop/checkout", govcloud],
	])("%s", (name, repository, elsewhere) => {
		expect(answerTo(parse, sample(name))).toEqual(checkOfImage(repository, digestIn(name), elsewhere));
	});

	test.each([
		["finding-active", "payments"],
		["finding-closed", "shop/checkout"],
		["finding-suppressed", "payments"],
		["finding-active-without-details", "payments"],
	])("%s", (name, repository) => {
		const [arn = ""] = sample(name)["resources"] as string[];
		expect(answerTo(parse, sample(name))).toEqual(checkOfImage(repository, arn.slice(arn.indexOf("sha256:"))));
	});

	test.each(eventsIn("events", "image-scanned", "samples"))(
		"gives the same answer for $name with another source",
		({ event }) => {
			expect(answerTo(parse, { ...event, source: "com.example.replay" })).toEqual(answerTo(parse, event));
		},
	);
});

describe("an event without a scan result for an image in ECR requests nothing and gives a reason", () => {
	const ignored = (reason: string) => ({ kind: "ignore", reason });
	const noImage = "the scan is not about an image in ECR";
	const otherFinding = "the finding is not about an image in ECR";
	test.each([
		["basic-in-progress", "the scan has neither completed nor failed"],
		["enhanced-ec2-instance", noImage],
		["enhanced-lambda-function", noImage],
		["enhanced-machine-image", noImage],
		["finding-ec2-instance", otherFinding],
		["finding-azure-image", otherFinding],
		["finding-azure-virtual-machine", otherFinding],
	])("%s", (name, reason) => {
		const found = eventsIn("events", "image-scanned", "near-misses").find((file) => file.name === name);
		expect(answerTo(parse, found?.event)).toEqual(ignored(reason));
	});

	test.each(["on-demand-machine-image", "coverage"])("%s, which is of another kind", (name) => {
		const found = eventsIn("events", "image-scanned", "near-misses").find((file) => file.name === name);
		expect(answerTo(parse, found?.event)).toEqual({ kind: "other", reason: "the event is not about a scan" });
	});

	test("a finding with a status that Inspector does not document", () => {
		expect(answerTo(parse, edited(sample("finding-active"), ["detail", "status"], "PENDING"))).toEqual(
			ignored("the finding is neither active, suppressed nor closed"),
		);
	});

	test("a finding without resources", () => {
		expect(answerTo(parse, edited(sample("finding-active"), ["detail", "resources"], []))).toEqual(
			ignored(otherFinding),
		);
	});

	test("a finding of a member account, in the account of the delegated administrator", () => {
		const received = { ...sample("finding-active"), account: "444455556666" };
		expect(answerTo(parse, received)).toEqual(
			ignored("the finding belongs to another account, which checks it itself"),
		);
	});
});

test("ignores the counts and tags in the event", () => {
	const nonsense = edited(
		edited(sample("basic-complete"), ["detail", "finding-severity-counts"], { CRITICAL: -1, __proto__: 1e308, x: "5" }),
		["detail", "image-tags"],
		{ latest: null },
	);
	expect(answerTo(parse, nonsense)).toEqual(answerTo(parse, sample("basic-complete")));
	expect(answerTo(parse, edited(sample("enhanced-complete"), ["detail", "scan-status"], 7))).toEqual(
		answerTo(parse, sample("enhanced-complete")),
	);
});

describe("a finding about several resources", () => {
	const first = (sample("finding-active")["detail"] as { resources: object[] }).resources[0] as object;
	const other = (sample("finding-closed")["detail"] as { resources: object[] }).resources[0] as object;
	const instance = { type: "AWS_EC2_INSTANCE", id: "i-0a1b2c3d4e5f60718" };
	const withResources = (resources: unknown) => edited(sample("finding-active"), ["detail", "resources"], resources);
	const subjects = (resources: unknown) => {
		const answer = answerTo(parse, withResources(resources));
		return typeof answer === "object" && answer.kind === "check" ? answer.subjects : answer;
	};

	test("requests a check of each image once, and of nothing else", () => {
		expect(subjects([first, instance, other, first])).toEqual([
			expect.objectContaining({ repository: "payments" }),
			expect.objectContaining({ repository: "shop/checkout" }),
		]);
	});

	test("is rejected with more than ten resources", () => {
		expect(subjects(Array(10).fill(first))).toHaveLength(1);
		expect(subjects(Array(11).fill(first))).toBe("refused: detail.resources is too long");
	});

	test("is rejected if it is from another account and a resource has no ARN", () => {
		const event = edited(withResources([{ ...first, id: 7 }]), ["detail", "awsAccountId"], "444455556666");
		expect(answerTo(parse, event)).toBe("refused: detail.resources[0].id must be a non-empty string");
	});

	test("is rejected if only some of the resources are in another account", () => {
		const foreign = edited(first as { id: string }, ["id"], `arn:aws:ecr:ap-northeast-1:444455556666:repository/x1`);
		const event = edited(withResources([foreign, first]), ["detail", "awsAccountId"], "444455556666");
		expect(answerTo(parse, event)).toBe(
			"refused: detail.resources[0].id is not the ARN of a repository in the event's account and Region",
		);
	});
});

describe("a malformed event is rejected with the name of the invalid field", () => {
	const resource = ["detail", "resources", 0] as const;
	const image = [...resource, "details", "awsEcrContainerImage"] as const;
	const inImage = "detail.resources[0].details.awsEcrContainerImage";
	const otherArn = "arn:aws:ecr:ap-northeast-1:444455556666:repository/payments";
	const notOurs = "is not the ARN of a repository in the event's account and Region";
	test.each<[string, readonly (string | number)[], unknown, string]>([
		["basic-complete", ["detail", "scan-status"], undefined, "detail.scan-status must be a non-empty string"],
		["basic-complete", ["detail", "scan-status"], ["COMPLETE"], "detail.scan-status must be a non-empty string"],
		["basic-complete", ["detail", "repository-name"], 5, "detail.repository-name must be a non-empty string"],
		["basic-complete", ["detail", "repository-name"], "A", "detail.repository-name is not a repository name"],
		["basic-complete", ["detail", "image-digest"], undefined, "detail.image-digest must be a non-empty string"],
		["basic-complete", ["detail", "image-digest"], "sha256:7", "detail.image-digest is not a digest"],
		[
			"enhanced-complete",
			["detail", "repository-name"],
			undefined,
			"detail.repository-name must be a non-empty string",
		],
		["enhanced-complete", ["detail", "repository-name"], null, "detail.repository-name must be a non-empty string"],
		["enhanced-complete", ["detail", "repository-name"], "payments", `detail.repository-name ${notOurs}`],
		["enhanced-complete", ["detail", "repository-name"], otherArn, `detail.repository-name ${notOurs}`],
		["enhanced-complete", ["region"], "us-east-1", `detail.repository-name ${notOurs}`],
		["enhanced-complete", ["detail", "image-digest"], "latest", "detail.image-digest is not a digest"],
		["finding-active", ["detail", "status"], undefined, "detail.status must be a non-empty string"],
		["finding-active", ["detail", "resources"], undefined, "detail.resources is not a list"],
		["finding-active", ["detail", "resources"], { length: 1 }, "detail.resources is not a list"],
		["finding-active", [...resource], "i-1", "detail.resources[0] must be an object"],
		["finding-active", [...resource, "id"], undefined, "detail.resources[0].id must be a non-empty string"],
		["finding-active", [...resource, "id"], otherArn, `detail.resources[0].id ${notOurs}`],
		["finding-active", [...resource, "details"], "x", "detail.resources[0].details must be an object"],
		["finding-active", [...image], [], `${inImage} must be an object`],
		["finding-active", [...image, "repositoryName"], 1, `${inImage}.repositoryName must be a non-empty string`],
		["finding-active", [...image, "repositoryName"], "A/B", `${inImage}.repositoryName is not a repository name`],
		["finding-active", [...image, "imageHash"], "", `${inImage}.imageHash must be a non-empty string`],
		["finding-active", [...image, "imageHash"], "sha256:", `${inImage}.imageHash is not a digest`],
	])("%s with %j = %j", (name, path, value, reason) => {
		expect(answerTo(parse, edited(sample(name), path, value))).toBe(`refused: ${reason}`);
	});

	test("an enhanced scan is about ECR if only its digest or only its resources say so", () => {
		const { detail, ...rest } = sample("enhanced-complete");
		const lambda = { ...rest, resources: ["arn:aws:lambda:ap-northeast-1:111122223333:function:resize"] };
		const refused = "refused: detail.repository-name must be a non-empty string";
		const [lambdaArn = ""] = lambda.resources;
		expect(answerTo(parse, { ...lambda, detail: { "image-digest": aDigest() } })).toBe(refused);
		expect(answerTo(parse, { ...rest, detail: {} })).toBe(refused);
		expect(answerTo(parse, { ...rest, resources: [lambdaArn, ...(rest["resources"] as string[])], detail: {} })).toBe(
			refused,
		);
		expect(answerTo(parse, { ...lambda, detail: {} })).toMatchObject({ kind: "ignore" });
		expect(answerTo(parse, { ...rest, resources: [`x ${rest["resources"]}`], detail: {} })).toMatchObject({
			kind: "ignore",
		});
		expect(answerTo(parse, { ...lambda, detail: { "repository-name": 7 } })).toBe(refused);
	});
});

describe("missing details of a finding are taken from the resource's ARN", () => {
	const image = ["detail", "resources", 0, "details", "awsEcrContainerImage"] as const;
	const id = ["detail", "resources", 0, "id"] as const;
	test.each([
		[["detail", "resources", 0, "details"]],
		[image],
		[[...image, "repositoryName"]],
		[[...image, "imageHash"]],
	])("%j", (path) => {
		const expected = answerTo(parse, sample("finding-active"));
		for (const nothing of [undefined, null]) {
			expect(answerTo(parse, edited(sample("finding-active"), path, nothing))).toEqual(expected);
		}
	});

	test("the details name the image if the ARN is that of the repository", () => {
		const arn = "arn:aws:ecr:ap-northeast-1:111122223333:repository/payments";
		const event = edited(sample("finding-active"), [...image, "imageHash"], aDigest("c"));
		expect(answerTo(parse, edited(event, id, arn))).toEqual(checkOfImage("payments", aDigest("c")));
		expect(answerTo(parse, edited(sample("finding-active-without-details"), id, arn))).toBe(
			"refused: detail.resources[0].details.awsEcrContainerImage.imageHash must be a non-empty string",
		);
	});
});

import { describe, expect, test } from "@jest/globals";
import { parse } from "../../../events/image-pushed/index.ts";
import { edited } from "../../support/edit.ts";
import { answerTo, aSample, eventsIn } from "../../support/routes.ts";

const sample = (name: string) => aSample("image-pushed", name);
const eventIn = (folder: string, name: string) =>
	eventsIn("events", "image-pushed", folder).find((file) => file.name === name)?.event;
const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };

describe("an image that arrived in a repository requests a check of both", () => {
	test.each([
		["push", "payments"],
		["push-by-digest", "shop/checkout"],
		["push-index", "shop/checkout"],
		["replicated", "payments"],
		["pulled-through-cache", "docker-hub/library/redis"],
	])("%s", (name, repository) => {
		const digest = (sample(name)["detail"] as Record<string, unknown>)["image-digest"];
		expect(answerTo(parse, sample(name))).toEqual({
			kind: "check",
			subjects: [
				{ kind: "repository", ...place, name: repository },
				{ kind: "image", ...place, repository, digest },
			],
		});
	});

	test("uses the partition of the event's Region", () => {
		expect(answerTo(parse, { ...sample("push"), region: "cn-northwest-1" })).toMatchObject({
			subjects: [{ partition: "aws-cn", region: "cn-northwest-1" }, { partition: "aws-cn" }],
		});
	});

	test.each(eventsIn("events", "image-pushed", "samples"))(
		"gives the same answer for $name with another source",
		({ event }) => {
			expect(answerTo(parse, { ...event, source: "com.example.replay" })).toEqual(answerTo(parse, event));
		},
	);

	test.each([undefined, null])("treats media types that are %j as an image's", (absent) => {
		const event = edited(sample("push-by-digest"), ["detail", "artifact-media-type"], absent);
		expect(answerTo(parse, edited(event, ["detail", "manifest-media-type"], absent))).toEqual(
			answerTo(parse, sample("push-by-digest")),
		);
	});
});

describe("an event without a new image requests nothing and gives a reason", () => {
	const artifact = "the pushed artifact is a signature, an SBOM or a chart, not an image";
	const failed = "no image arrived in the repository: the action failed";
	test.each([
		["samples", "push-signature", artifact],
		["samples", "push-sbom", artifact],
		["samples", "push-chart", artifact],
		["near-misses", "push-failed", failed],
		["near-misses", "replication-failed", failed],
		["near-misses", "pull-through-failed", failed],
	])("%s/%s", (folder, name, reason) => {
		expect(answerTo(parse, eventIn(folder, name))).toEqual({ kind: "ignore", reason });
	});
});

describe("an event of another kind is left to other parsers, with a reason", () => {
	test.each([
		["referrer-archived", "the event is not about an image that arrived in a repository"],
		["put-image-call", "the event is not about an image that arrived in a repository"],
	])("%s", (name, reason) => {
		expect(answerTo(parse, eventIn("near-misses", name))).toEqual({ kind: "other", reason });
	});

	test.each(["DELETE", "UPDATE_STORAGE_CLASS"])("an image action that is %s", (action) => {
		const event = edited(sample("push"), ["detail", "action-type"], action);
		expect(answerTo(parse, event)).toEqual({ kind: "other", reason: "the action is not a push" });
	});
});

describe("a malformed event is rejected with the name of the invalid field", () => {
	test.each<[string, string, unknown, string]>([
		["push", "action-type", undefined, "detail.action-type must be a non-empty string"],
		["push", "result", undefined, "detail.result must be a non-empty string"],
		["push", "result", true, "detail.result must be a non-empty string"],
		["push", "repository-name", undefined, "detail.repository-name must be a non-empty string"],
		["push", "repository-name", "Payments", "detail.repository-name is not a repository name"],
		["push", "image-digest", undefined, "detail.image-digest must be a non-empty string"],
		["push", "image-digest", "sha256:7f5b", "detail.image-digest is not a digest"],
		["push-chart", "image-digest", "sha256:7f5b", "detail.image-digest is not a digest"],
		["push-index", "manifest-media-type", 7, "detail.manifest-media-type is not a string"],
		["push-by-digest", "artifact-media-type", {}, "detail.artifact-media-type is not a string"],
		["replicated", "result", null, "detail.result must be a non-empty string"],
		["replicated", "repository-name", "x", "detail.repository-name is not a repository name"],
		["pulled-through-cache", "sync-status", undefined, "detail.sync-status must be a non-empty string"],
		["pulled-through-cache", "image-digest", "sha256:4aa08EXAMPLE", "detail.image-digest is not a digest"],
	])("%s with %s = %j", (name, field, value, reason) => {
		expect(answerTo(parse, edited(sample(name), ["detail", field], value))).toBe(`refused: ${reason}`);
	});

	test.each(["image-tag", "action-type", "source-region"])("a replication does not need %s", (field) => {
		const event = edited(sample("replicated"), ["detail", field], undefined);
		expect(answerTo(parse, event)).toEqual(answerTo(parse, sample("replicated")));
	});
});

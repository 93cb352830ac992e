import { describe, expect, test } from "@jest/globals";
import { parse } from "../../../events/image-deleted/index.ts";
import { aDigest } from "../../support/builders.ts";
import { edited } from "../../support/edit.ts";
import { answerTo, aSample, eventsIn } from "../../support/routes.ts";

const sample = (name: string) => aSample("image-deleted", name);
const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };
const actions = ["detail", "serviceEventDetails", "lifecycleEventImageActions"];
const checkOf = (...digests: readonly unknown[]) => ({
	kind: "check",
	subjects: [
		{ kind: "repository", ...place, name: "payments" },
		...digests.map((digest) => ({ kind: "image", ...place, repository: "payments", digest })),
	],
});

describe("an image that was deleted, untagged, archived or restored requests a check of it and of its repository", () => {
	test.each(["deleted", "deleted-untagged", "deleted-signature", "archived", "restored"])("%s", (name) => {
		const digest = (sample(name)["detail"] as Record<string, unknown>)["image-digest"];
		expect(answerTo(parse, sample(name))).toEqual(checkOf(digest));
	});

	test("a run of a lifecycle policy names all of its images, each once", () => {
		const image = (digest: string) => ({ lifecycleEventImage: { digest }, rulePriority: 1 });
		const event = edited(
			sample("expired"),
			actions,
			["a", "b", "a"].map((one) => image(aDigest(one))),
		);
		expect(answerTo(parse, event)).toEqual(checkOf(aDigest("a"), aDigest("b")));
		expect(answerTo(parse, sample("expired"))).toMatchObject({ subjects: { length: 3 } });
		expect(answerTo(parse, edited(event, actions, Array(1_000).fill(image(aDigest()))))).toEqual(checkOf(aDigest()));
		for (const none of [[], null, undefined]) expect(answerTo(parse, edited(event, actions, none))).toEqual(checkOf());
	});

	test("of a run on more than a thousand images, checks the repository and a thousand of them", () => {
		const digests = Array.from({ length: 1_001 }, (_, at) => `sha256:${String(at).padStart(64, "0")}`);
		const all = digests.map((digest) => ({ lifecycleEventImage: { digest }, rulePriority: 1 }));
		expect(answerTo(parse, edited(sample("expired"), actions, all))).toEqual(checkOf(...digests.slice(0, 1_000)));
	});

	test.each(eventsIn("events", "image-deleted", "samples"))(
		"gives the same answer for $name with another source",
		({ event }) => {
			expect(answerTo(parse, { ...event, source: "com.example.replay" })).toEqual(answerTo(parse, event));
		},
	);
});

describe("an event that changes no image requests nothing and gives a reason", () => {
	const ofAnotherKind = "the event is not about an image that was deleted or archived";
	test.each([
		["delete-failed", "ignore", "the action failed and changed nothing"],
		["archive-failed", "ignore", "the action failed and changed nothing"],
		["referrer-deleted", "other", ofAnotherKind],
		["batch-delete-call", "other", ofAnotherKind],
		["activation-record", "other", "the event is not about a run of a lifecycle policy"],
		["another-service", "other", "the event is not about a run of a lifecycle policy"],
	])("%s", (name, kind, reason) => {
		const found = eventsIn("events", "image-deleted", "near-misses").find((file) => file.name === name);
		expect(answerTo(parse, found?.event)).toEqual({ kind, reason });
	});

	test("a push is left to another parser", () => {
		expect(answerTo(parse, aSample("image-pushed", "push"))).toMatchObject({ kind: "other" });
	});
});

describe("a malformed event is rejected with the name of the invalid field", () => {
	const inActions = "detail.serviceEventDetails.lifecycleEventImageActions";
	test.each<[string, readonly (string | number)[], unknown, string]>([
		["deleted", ["detail", "action-type"], undefined, "detail.action-type must be a non-empty string"],
		["deleted", ["detail", "result"], true, "detail.result must be a non-empty string"],
		["deleted", ["detail", "repository-name"], "Payments", "detail.repository-name is not a repository name"],
		["deleted", ["detail", "image-digest"], "sha256:7f5b", "detail.image-digest is not a digest"],
		["expired", ["detail", "serviceEventDetails"], null, "detail.serviceEventDetails must be an object"],
		[
			"expired",
			["detail", "serviceEventDetails", "repositoryName"],
			undefined,
			"detail.serviceEventDetails.repositoryName must be a non-empty string",
		],
		["expired", actions, {}, `${inActions} is not a list`],
		["expired", [...actions, 0], "x", `${inActions}[0] must be an object`],
		["expired", [...actions, 1, "lifecycleEventImage"], [], `${inActions}[1].lifecycleEventImage must be an object`],
		[
			"expired",
			[...actions, 1, "lifecycleEventImage", "digest"],
			"sha256:",
			`${inActions}[1].lifecycleEventImage.digest is not a digest`,
		],
	])("%s with %j = %j", (name, path, value, reason) => {
		expect(answerTo(parse, edited(sample(name), path, value))).toBe(`refused: ${reason}`);
	});
});

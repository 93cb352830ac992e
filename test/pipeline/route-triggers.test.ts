import { describe, expect, test } from "@jest/globals";
import { controls } from "../../controls/index.ts";
import { TryLaterError } from "../../core/errors.ts";
import { arnOf } from "../../core/subject.ts";
import { parse as parseScanned } from "../../events/image-scanned/index.ts";
import { parse as parseRegistered } from "../../events/task-definition-registered/index.ts";
import type { Trigger } from "../../pipeline/check.ts";
import { goneObservation, observeImages } from "../../pipeline/observe.ts";
import { route } from "../../pipeline/route.ts";
import { aDigest, anImage, aScan, aVulnerability } from "../support/builders.ts";
import { aRoute, batchOf, push } from "../support/route.ts";

const scanOf = (digest: string, source = "aws.ecr") => {
	const detail = { "scan-status": "COMPLETE", "repository-name": "payments", "image-digest": digest };
	return push("payments", { "detail-type": "ECR Image Scan", source, detail });
};

test.each([
	["aws.ecr", "2026-11-21T11:00:00Z", false],
	["shipshape.replay", null, true],
])("a scan announced by %s is awaited since %s", async (source, announcedAt, replayed) => {
	const causes: Trigger[] = [];
	const scanned = route(parseScanned, {
		...aRoute().ports,
		observe: async (_, __, ___, trigger) => {
			causes.push(trigger);
			return goneObservation;
		},
	});
	await scanned(batchOf(scanOf(aDigest(), source)));
	expect(causes).toEqual([{ time: "2026-11-21T11:00:00Z", announcedAt, registered: null, replayed }]);
});

describe("only a recently registered revision may be blocked", () => {
	const registration = (changes: object) => ({
		...push("payments"),
		"detail-type": "AWS API Call via CloudTrail",
		source: "aws.ecs",
		detail: {
			eventSource: "ecs.amazonaws.com",
			eventName: "RegisterTaskDefinition",
			requestParameters: { family: "web" },
			responseElements: {
				taskDefinition: { taskDefinitionArn: "arn:aws:ecs:ap-northeast-1:111122223333:task-definition/web:3" },
			},
		},
		...changes,
	});

	const old = "2026-10-01T00:00:00Z";
	const replayed = { source: "shipshape.replay" };
	test.each([
		["a registration of today", {}, false, 3],
		["a registration redelivered from an archive", { "replay-name": "last-month" }, true, undefined],
		[
			"a registration of yesterday, redriven from a dead-letter queue",
			{ time: "2026-11-20T11:01:00Z" },
			true,
			undefined,
		],
		["B08: an old registration from the replay source", { ...replayed, time: old }, false, undefined],
		["F16: a registration of today from the replay source", replayed, false, undefined],
		[
			"F16: an old registration from the replay source, if the stack lets replays block",
			{ ...replayed, time: old },
			true,
			3,
		],
	])("%s", async (_, changes, replayCanBlock, revision) => {
		const causes: Trigger[] = [];
		const registered = route(parseRegistered, {
			...aRoute().ports,
			replayCanBlock,
			observe: async (_subject, _readAt, _known, trigger) => {
				causes.push(trigger);
				return goneObservation;
			},
		});
		await registered(batchOf(registration(changes)));
		expect(causes.map((trigger) => trigger.registered?.revision)).toEqual([revision]);
	});
});

test("an index is checked again when one of its images is checked", async () => {
	const { ports, ledger } = aRoute();
	const [index, child] = [aDigest("1"), aDigest("2")];
	let vulnerabilities = [aVulnerability()];
	let minute = 10;
	const read = async ({ digest }: { readonly digest: string }) => {
		const scans = { value: [aScan({ digest: child, vulnerabilities })] };
		return anImage({ digest, artifact: digest === index ? "index" : "image", scans });
	};
	const scanned = route(parseScanned, {
		...ports,
		observe: observeImages(read, controls, ports.rules),
		now: () => `2026-11-21T11:${minute++}:00.000Z`,
	});
	const verdicts = () =>
		[index, child].map((digest) => {
			const entry = [...ledger.entries.values()].find(({ arn }) => arn.endsWith(digest));
			return entry?.controls["image/vulnerabilities"]?.status;
		});

	await scanned(batchOf(scanOf(index, "shipshape.replay")));
	expect(verdicts()).toEqual(["fail", undefined]);
	vulnerabilities = [];
	await scanned(batchOf(scanOf(child, "shipshape.replay")));
	expect(verdicts()).toEqual(["pass", "pass"]);
});

test("an index that could not be checked is checked at the next delivery, although its image is done", async () => {
	const { ports, ledger } = aRoute();
	const [index, child] = [aDigest("1"), aDigest("2")];
	let looks = 0;
	const subjectOf = (digest: string) =>
		({
			kind: "image",
			partition: "aws",
			account: "111122223333",
			region: "ap-northeast-1",
			repository: "payments",
			digest,
		}) as const;
	await ledger.link(subjectOf(index), [arnOf(subjectOf(child))]);
	const read = async ({ digest }: { readonly digest: string }) => {
		if (digest === index && ++looks === 1) throw new TryLaterError("throttled");
		return anImage({ digest });
	};
	const scanned = route(parseScanned, {
		...ports,
		observe: observeImages(read, controls, ports.rules),
		now: () => "2026-11-21T11:10:00.000Z",
	});
	expect((await scanned(batchOf(scanOf(child)))).batchItemFailures).toHaveLength(1);
	expect((await scanned(batchOf(scanOf(child)))).batchItemFailures).toEqual([]);
	expect([...ledger.entries.keys()].toSorted()).toEqual([arnOf(subjectOf(index)), arnOf(subjectOf(child))].toSorted());
});

import { describe, expect, test } from "@jest/globals";
import { parse as parseScanned } from "../../events/image-scanned/index.ts";
import { parse as parseRegistered } from "../../events/task-definition-registered/index.ts";
import { goneObservation } from "../../pipeline/observe.ts";
import { route } from "../../pipeline/route.ts";
import type { Trigger } from "../../pipeline/trigger.ts";
import { aDigest } from "../support/builders.ts";
import { aContext, aRoute, batchOf, push } from "../support/route.ts";

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
	await scanned(batchOf(scanOf(aDigest(), source)), aContext);
	expect(causes).toEqual([{ time: "2026-11-21T11:00:00Z", announcedAt, registered: [], replayed }]);
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
		await registered(batchOf(registration(changes)), aContext);
		expect(causes.map((trigger) => trigger.registered[0]?.revision)).toEqual([revision]);
	});
});

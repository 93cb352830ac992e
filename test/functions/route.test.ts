import { describe, expect, test } from "@jest/globals";
import type { SQSEvent, SQSRecord } from "aws-lambda";
import { controls } from "../../controls/index.ts";
import { TryLaterError } from "../../core/errors.ts";
import { defaultPolicy } from "../../core/policy.ts";
import { parse } from "../../events/image-pushed/index.ts";
import { parse as parseScanned } from "../../events/image-scanned/index.ts";
import { parse as parseRegistered } from "../../events/task-definition-registered/index.ts";
import type { Cause } from "../../functions/check.ts";
import { gone, lookAtRepositoriesAndImages } from "../../functions/look.ts";
import { type RoutePorts, route } from "../../functions/route.ts";
import { aDigest, anImage, aRepository } from "../support/builders.ts";
import { LedgerInMemory } from "../support/ledger.ts";

const push = (repository: string, changes: object = {}) => ({
	version: "0",
	id: "13cde686-328b-6117-af20-0e5566167482",
	"detail-type": "ECR Image Action",
	source: "aws.ecr",
	account: "111122223333",
	time: "2026-11-21T11:00:00Z",
	region: "ap-northeast-1",
	resources: [],
	detail: {
		"action-type": "PUSH",
		result: "SUCCESS",
		"repository-name": repository,
		"image-digest": aDigest(),
		"image-tag": "1.4.2",
	},
	...changes,
});

const batchOf = (...bodies: readonly unknown[]): SQSEvent => ({
	Records: bodies.map((body, at) => ({
		messageId: `message-${at + 1}`,
		receiptHandle: "",
		body: typeof body === "string" ? body : JSON.stringify(body),
		attributes: {
			ApproximateReceiveCount: "1",
			SentTimestamp: "0",
			SenderId: "",
			ApproximateFirstReceiveTimestamp: "0",
		},
		messageAttributes: {},
		md5OfBody: "",
		eventSource: "aws:sqs",
		eventSourceARN: "arn:aws:sqs:ap-northeast-1:111122223333:pushes",
		awsRegion: "ap-northeast-1",
	})),
});

/** A route of pushes over an account in which some repositories cannot be read right now. */
function aRoute(unreadable: readonly string[] = [], refuse?: RoutePorts["refuse"]) {
	const ledger = new LedgerInMemory();
	const refused: { body: string; reason: string }[] = [];
	const again: string[] = [];
	const notes: string[] = [];
	const rules = { policy: defaultPolicy, fingerprint: "r1" };
	const readers = {
		repository: async (subject: { name: string }) => {
			if (unreadable.includes(subject.name)) throw new TryLaterError("ThrottlingException");
			return aRepository({ name: subject.name });
		},
		image: async (subject: { repository: string; digest: string }, readAt: string) => {
			const facts = anImage({ repository: subject.repository, digest: subject.digest });
			if (!subject.repository.startsWith("fresh")) return facts;
			const scans = [
				{ digest: facts.digest, status: "IN_PROGRESS", description: "", completedAt: null, vulnerabilities: [] },
			];
			return { ...facts, pushedAt: readAt, awaitedSince: readAt, readAt, scans: { value: scans } };
		},
	};
	const ports: RoutePorts = {
		ledger,
		look: lookAtRepositoriesAndImages(readers, controls, rules),
		rules,
		now: () => "2026-11-21T11:01:00.000Z",
		refuse:
			refuse ??
			(async (record: SQSRecord, reason) => {
				refused.push({ body: record.body, reason });
			}),
		replaySource: "shipshape.replay",
		lookAgain: async (_, awaited) => {
			again.push(...awaited.map(({ since, readAt }) => `${since} ${readAt}`));
			return 60;
		},
		telemetry: {
			recorded: (entry) => notes.push(`recorded ${entry.arn.split("repository/")[1]}`),
			nothing: (_, because) => notes.push(because),
			refused: () => notes.push("refused"),
			lookAgain: (_, seconds) => notes.push(`again in ${seconds}`),
			failed: (id, error) => notes.push(`${id} failed: ${error.message}`),
			flush: () => notes.push("flushed"),
		},
	};
	return { handle: route(parse, ports), ports, ledger, refused, again, notes };
}

describe("every message of a batch stands alone", () => {
	test("a push is a look at the repository and at the image", async () => {
		const { handle, notes } = aRoute();
		expect(await handle(batchOf(push("payments")))).toEqual({ batchItemFailures: [] });
		expect(notes).toEqual(["recorded payments", `recorded payments/${aDigest()}`, "flushed"]);
	});

	test("what may succeed later goes back to the queue alone", async () => {
		const { handle, ledger } = aRoute(["throttled"]);
		const answer = await handle(batchOf(push("a1"), push("throttled"), push("b2")));
		expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "message-2" }] });
		expect([...ledger.entries.keys()].filter((arn) => !arn.includes("sha256")).map((arn) => arn.split("/")[1])).toEqual(
			expect.arrayContaining(["a1", "b2"]),
		);
	});

	test("the image of an event is judged even when its repository could not be read", async () => {
		const { handle, ledger } = aRoute(["throttled"]);
		await handle(batchOf(push("throttled")));
		expect([...ledger.entries.keys()].map((arn) => arn.split(":repository/")[1])).toEqual([`throttled/${aDigest()}`]);
	});

	test("a batch in which every message fails returns them all and does not throw", async () => {
		const { handle } = aRoute(["x1", "x2"]);
		expect(await handle(batchOf(push("x1"), push("x2")))).toEqual({
			batchItemFailures: [{ itemIdentifier: "message-1" }, { itemIdentifier: "message-2" }],
		});
	});
});

describe("what can never be understood is refused at once, whole", () => {
	const elsewhere = "the event is about another account or Region than this queue is for";
	const truncated = JSON.stringify(push("payments")).slice(0, 120);
	test.each([
		[truncated, "the message is not JSON"],
		["null", "event is not an object"],
		["[]", "event is not an object"],
		["42", "event is not an object"],
		[JSON.stringify(push("payments", { detail: null })), "detail is not an object"],
		[JSON.stringify(push("payments", { account: "1234" })), "account is not twelve digits"],
		[JSON.stringify(push("payments", { region: "the moon" })), "region is not an AWS Region"],
		[JSON.stringify(push("payments", { account: "444455556666" })), elsewhere],
		[JSON.stringify(push("payments", { source: "my.app" })), "source is neither AWS's nor the one for replays"],
		[JSON.stringify(push("payments", { region: "eu-west-1" })), elsewhere],
	])("%s: %s", async (body, reason) => {
		const { handle, refused, ledger } = aRoute();
		expect(await handle(batchOf(body))).toEqual({ batchItemFailures: [] });
		expect(refused).toEqual([{ body, reason }]);
		expect(ledger.history).toEqual([]);
	});

	test("the other nine of its batch are handled", async () => {
		const { handle, refused, ledger } = aRoute();
		const nine = Array.from({ length: 9 }, (_, at) => push(`team/app${at}`));
		expect(await handle(batchOf(...nine.slice(0, 4), "{", ...nine.slice(4)))).toEqual({ batchItemFailures: [] });
		expect(refused).toEqual([{ body: "{", reason: "the message is not JSON" }]);
		expect(ledger.entries.size).toBe(18);
	});

	test("a dead letter that cannot be written goes back to the queue: nothing is lost", async () => {
		const { handle } = aRoute([], async () => {
			throw new TryLaterError("SQS is away");
		});
		expect(await handle(batchOf("{"))).toEqual({ batchItemFailures: [{ itemIdentifier: "message-1" }] });
	});
});

test("a scan that is not there yet is looked for again through the queue, and is unknown until then", async () => {
	const { handle, again, ledger, notes } = aRoute();
	await handle(batchOf(push("fresh")));
	expect(again).toEqual(["2026-11-21T11:01:00.000Z 2026-11-21T11:01:00.000Z"]);
	const image = [...ledger.entries.values()].find((entry) => entry.subject.kind === "image");
	expect(image?.controls["image/scanned"]).toMatchObject({ status: "unknown", pending: true });
	expect(notes).toContain("again in 60");
});

test.each([
	["aws.ecr", "2026-11-21T11:00:00Z", false],
	["shipshape.replay", null, true],
])("a scan that %s announces is waited for since %s", async (source, announcedAt, replayed) => {
	const causes: Cause[] = [];
	const scanned = route(parseScanned, {
		...aRoute().ports,
		look: async (_, __, ___, cause) => {
			causes.push(cause);
			return gone;
		},
	});
	const scan = { "detail-type": "ECR Image Scan", source };
	const detail = { "scan-status": "COMPLETE", "repository-name": "payments", "image-digest": aDigest() };
	await scanned(batchOf(push("payments", { ...scan, detail })));
	expect(causes).toEqual([{ time: "2026-11-21T11:00:00Z", announcedAt, registered: null, replayed }]);
});

describe("only what was just registered may be blocked", () => {
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

	test.each([
		["a registration of today", {}, 3],
		["one that an archive sends again", { "replay-name": "last-month" }, undefined],
		["one of yesterday, out of a dead-letter queue", { time: "2026-11-20T11:01:00Z" }, undefined],
		["one that somebody replays on purpose", { source: "shipshape.replay", time: "2026-10-01T00:00:00Z" }, 3],
	])("%s", async (_, changes, revision) => {
		const causes: Cause[] = [];
		const registered = route(parseRegistered, {
			...aRoute().ports,
			look: async (_subject, _readAt, _known, cause) => {
				causes.push(cause);
				return gone;
			},
		});
		await registered(batchOf(registration(changes)));
		expect(causes.map((cause) => cause.registered?.revision)).toEqual([revision]);
	});
});

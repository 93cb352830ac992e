import type { Context, SQSEvent } from "aws-lambda";
import { originalIdOf } from "../../adapters/sqs/dead-letters.ts";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { controls } from "../../controls/index.ts";
import { arnOf } from "../../core/subject.ts";
import { parse } from "../../events/image-pushed/index.ts";
import { observeRepositoriesAndImages } from "../../pipeline/observe.ts";
import { type RoutePorts, route } from "../../pipeline/route.ts";
import { aDigest } from "./builders.ts";
import { DeadLettersInMemory } from "./dead-letters.ts";
import { LedgerInMemory } from "./ledger.ts";
import { RegistryInMemory } from "./registry.ts";
import { RequeueInMemory } from "./requeue.ts";

/** A push as EventBridge delivers it. */
export const push = (repository: string, changes: object = {}) => ({
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

/** An SQS batch with these bodies. */
export const batchOf = (...bodies: readonly unknown[]): SQSEvent => ({
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

/** An invocation that has a minute left. */
export const aContext = { getRemainingTimeInMillis: () => 60_000 } as Context;

/** A route for pushes to an account in which some repositories cannot be read. */
export function aRoute(
	unreadable: readonly string[] = [],
	refuse?: RoutePorts["reject"],
	timeUp = new Promise(() => {}),
) {
	const ledger = new LedgerInMemory();
	const now = () => "2026-11-21T11:01:00.000Z";
	const letters = new DeadLettersInMemory(now);
	const queue = new RequeueInMemory();
	const again: string[] = [];
	const notes: string[] = [];
	const retried: string[] = [];
	const rechecked: string[] = [];
	const rules = { policy: defaultPolicy, fingerprint: "r1" };
	const { repository, image } = new RegistryInMemory(unreadable);
	const readers = { repository, usedImages: async () => ({ value: [] }), image };
	const ports: RoutePorts = {
		ledger,
		observe: observeRepositoriesAndImages(readers, controls, rules),
		rules,
		now,
		backOff: async () => {},
		reject:
			refuse ??
			(async ({ messageId, messageAttributes, body }, reason) => {
				await letters.send({ messageId, originalId: originalIdOf(messageAttributes), body, reason });
			}),
		retrySoon: async ({ messageId }) => {
			retried.push(messageId);
		},
		recheck: async (subjects) => {
			rechecked.push(...subjects.map(arnOf));
		},
		checkRepositories: async ({ region }, time) => {
			notes.push(`all repositories in ${region} after ${time}`);
		},
		timeUp: () => timeUp,
		replaySource: "shipshape.replay",
		replayCanBlock: false,
		requeue: (record, awaited) => {
			again.push(...awaited.map(({ since, readAt }) => `${since} ${readAt}`));
			return queue.requeue(record, awaited);
		},
		telemetry: {
			recorded: (entry) => notes.push(`recorded ${entry.arn.split("repository/")[1]}`),
			skipped: (_, reason) => notes.push(reason),
			rejected: () => notes.push("refused"),
			foreign: () => notes.push("foreign"),
			requeue: (_, seconds) => notes.push(`again in ${seconds}`),
			failed: (id, error) => notes.push(`${id} failed: ${error.message}`),
			flush: () => notes.push("flushed"),
		},
	};
	const handler = route(parse, ports);
	const handle = (event: SQSEvent) => handler(event, aContext);
	return { handle, ports, ledger, letters, again, notes, retried, rechecked };
}

import type { SQSEvent } from "aws-lambda";
import { TryLaterError } from "../../core/errors.ts";
import type { Reading } from "../../core/reading.ts";
import { arnOf, type RepositorySubject } from "../../core/subject.ts";
import type { UsedImage } from "../../domain/images/used-images.ts";
import { readLastSnapshot, refreshAfterDeployment, type SnapshotPorts } from "../../pipeline/images-in-use.ts";
import { type RefreshPorts, refreshImagesInUse } from "../../pipeline/refresh-images-in-use.ts";
import { RefreshRequestsInMemory, UsedImagesInMemory } from "./refresh-requests.ts";

const start = Date.parse("2026-11-21T11:00:00.000Z");

export const repositorySubject = (name: string): RepositorySubject => ({
	kind: "repository",
	partition: "aws",
	account: "111122223333",
	region: "ap-northeast-1",
	name,
});

/** The reader of the images in use and the function that refreshes them, in an account whose ECS and time the test decides. */
export class ImagesInUseAccount {
	seconds = 0;
	readonly usedImages = new UsedImagesInMemory();
	readonly requests = new RefreshRequestsInMemory();
	/** What ECS says; an error is thrown. */
	ecs: Reading<readonly UsedImage[]> | Error = { value: [] };
	/** How often ECS was read. */
	readings = 0;
	/** Requests that were sent and not handled yet, by attempt. */
	queue: number[] = [];
	/** SQS does not answer. */
	isQueueDown = false;
	/** The function is stopped while it sends a request: nothing is sent, and nothing follows. */
	isStoppedWhileSending = false;
	readonly rechecked: string[] = [];
	readonly rejected: string[] = [];
	readonly delays: number[] = [];
	/** Called while ECS is read. */
	during: () => Promise<void> = async () => {};

	readonly now = (): string => new Date(start + this.seconds * 1_000).toISOString();

	/** Requests that SQS delivers later, by the second. */
	readonly delayed: number[] = [];
	readonly snapshots: SnapshotPorts = {
		usedImages: this.usedImages,
		requests: this.requests,
		sendRefresh: async (_, delaySeconds = 0) => {
			if (this.isStoppedWhileSending) await new Promise(() => {});
			if (this.isQueueDown) throw new TryLaterError("sqs:SendMessage did not respond");
			if (delaySeconds > 0) this.delayed.push(this.seconds + delaySeconds);
			else this.queue.push(1);
		},
		pause: () => new Promise(setImmediate),
		now: this.now,
	};

	readonly read = readLastSnapshot(this.snapshots);
	readonly #refreshAfterDeployment = refreshAfterDeployment(this.snapshots);

	readonly retried: string[] = [];
	readonly ports: RefreshPorts = {
		retrySoon: async ({ messageId }) => {
			this.retried.push(messageId);
		},
		read: async () => {
			this.readings += 1;
			await this.during();
			if (this.ecs instanceof Error) throw this.ecs;
			return this.ecs;
		},
		usedImages: this.usedImages,
		requests: this.requests,
		listWaiting: () => this.requests.listWaiting(),
		removeWaiting: (waiting) => this.requests.removeWaiting(waiting),
		sendRechecks: async (arns) => void this.rechecked.push(...arns.map((arn) => arn.split("/").at(-1) ?? "")),
		attemptOf: ({ messageAttributes }) => Number(messageAttributes["attempt"]?.stringValue),
		requeue: async ({ messageAttributes }, delaySeconds) => {
			this.delays.push(delaySeconds);
			this.queue.push(Number(messageAttributes["attempt"]?.stringValue) + 1);
		},
		reject: async (_, reason) => void this.rejected.push(reason),
		now: this.now,
		telemetry: { skipped() {}, rejected() {}, requeue() {}, failed() {}, flush() {}, stored() {} },
	};

	/** Handles one request as the function does; true if SQS would deliver it again. */
	async handle(attempt: number): Promise<boolean> {
		const record = {
			messageId: "request",
			body: "{}",
			eventSourceARN: "arn:aws:sqs:ap-northeast-1:111122223333:refresh",
			messageAttributes: { attempt: { stringValue: String(attempt), dataType: "Number" } },
		};
		const { batchItemFailures } = await refreshImagesInUse(this.ports)({ Records: [record] } as unknown as SQSEvent);
		return batchItemFailures.length > 0;
	}

	/** Handles the requests that are in the queue now. */
	async work(): Promise<void> {
		const due = this.delayed.filter((second) => second <= this.seconds);
		for (const second of due) this.delayed.splice(this.delayed.indexOf(second), 1);
		this.queue.push(...due.map(() => 1));
		for (const attempt of this.queue.splice(0)) await this.handle(attempt);
	}

	/** A service with an image of this repository was deployed. */
	deployed(name: string, time = this.now()): Promise<void> {
		return this.#refreshAfterDeployment([arnOf(repositorySubject(name))], time);
	}

	/** A check of a repository that depends on the images in use, for an event of now unless it is given. */
	check(name: string, time = this.now()) {
		return this.read(repositorySubject(name), time);
	}
}

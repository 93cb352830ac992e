import { beforeEach, describe, expect, test } from "@jest/globals";
import { TryLaterError } from "../../core/errors.ts";
import type { UsedImage } from "../../domain/images/used-images.ts";
import { waitForSnapshot } from "../../pipeline/images-in-use.ts";
import { aDigest } from "../support/builders.ts";
import { ImagesInUseAccount } from "../support/images-in-use.ts";

const used = (service: string): UsedImage => ({
	repository: "web",
	digest: aDigest(),
	tag: null,
	usedBy: [`service shop/${service}`],
});

let account: ImagesInUseAccount;
beforeEach(() => {
	account = new ImagesInUseAccount();
	account.ecs = { value: [used("one")] };
});

const startedAt = "2026-11-21T11:00:00.000Z";
const tenMinutes = 600;

describe("a sweep that needs a snapshot", () => {
	const wait = (since = startedAt) => waitForSnapshot(since, account.snapshots);

	test("requests it once and waits until it is there", async () => {
		await expect(wait()).rejects.toThrow(TryLaterError);
		await expect(wait()).rejects.toThrow("the images in use are being read");
		expect(account.queue).toHaveLength(1);
		await account.work();
		await wait();
	});

	test("does not wait longer than ten minutes", async () => {
		await expect(wait()).rejects.toThrow(TryLaterError);
		account.seconds = tenMinutes;
		await wait();
	});

	test("waits for another one if the last one was old when it started", async () => {
		await expect(wait()).rejects.toThrow(TryLaterError);
		await account.work();
		account.seconds = 86_400;
		const next = account.now();
		await expect(wait(next)).rejects.toThrow(TryLaterError);
		await account.work();
		await wait(next);
	});

	test("does not wait if ECS could not be read", async () => {
		await account.requests.recordFailure({ reason: "denied", isReported: true });
		await wait();
		expect(account.queue).toEqual([]);
	});
});

import { beforeEach, describe, expect, test } from "@jest/globals";
import { ImagesInUseAccount } from "../support/images-in-use.ts";

let account: ImagesInUseAccount;
beforeEach(() => {
	account = new ImagesInUseAccount();
});

/** Time passes, second by second, and SQS delivers what is due. */
async function wait(seconds: number): Promise<void> {
	for (let second = 0; second < seconds; second++) {
		account.seconds += 1;
		await account.work();
	}
}

describe("a deployment has the images in use read, and the repositories of its images checked", () => {
	test("at once if they were never read", async () => {
		await account.deployed("web");
		await account.work();
		expect([account.readings, account.rechecked]).toEqual([1, ["web"]]);
	});

	test("at once if the snapshot is five minutes old", async () => {
		await account.usedImages.store(account.now(), []);
		account.seconds = 300;
		await account.deployed("web");
		expect([account.queue, account.delayed]).toEqual([[1], []]);
	});

	test("when the snapshot is five minutes old, if it is younger but from before the deployment", async () => {
		await account.usedImages.store(account.now(), []);
		account.seconds = 100;
		await account.deployed("web");
		expect([account.queue, account.delayed]).toEqual([[], [300]]);
		await wait(199);
		expect(account.readings).toBe(0);
		await wait(1);
		expect([account.readings, account.rechecked]).toEqual([1, ["web"]]);
	});

	test("not again if the snapshot is from after the deployment", async () => {
		const time = account.now();
		account.seconds = 7;
		await account.usedImages.store(account.now(), []);
		await account.deployed("web", time);
		expect([account.queue, account.delayed]).toEqual([[], []]);
	});

	test("at most every five minutes, and each deployment is in a snapshot that is read after it", async () => {
		const deployedAt: number[] = [];
		const readAt: number[] = [];
		account.during = async () => void readAt.push(account.seconds);
		for (let minute = 0; minute < 60; minute++) {
			deployedAt.push(account.seconds);
			await account.deployed("web");
			await wait(60);
		}
		await wait(300);
		expect(readAt.length).toBeLessThanOrEqual(14);
		for (const second of deployedAt) {
			const read = readAt.find((one) => one >= second) ?? Number.POSITIVE_INFINITY;
			expect(read - second).toBeLessThanOrEqual(300);
		}
	});

	test("again five minutes later if it began while ECS was being read", async () => {
		Object.assign(account.ports, {
			requeue: async (_: unknown, delaySeconds: number) => void account.delayed.push(account.seconds + delaySeconds),
		});
		await account.check("web");
		account.during = async () => {
			account.during = async () => {};
			account.seconds += 1;
			await account.deployed("web");
		};
		await account.work();
		expect([account.readings, account.rechecked]).toEqual([1, ["web"]]);
		await wait(298);
		expect(account.readings).toBe(1);
		account.rechecked.length = 0;
		await wait(2);
		expect([account.readings, account.rechecked]).toEqual([2, ["web"]]);
	});

	test("again if the request could not be sent", async () => {
		account.isQueueDown = true;
		await expect(account.deployed("web")).rejects.toThrow("sqs:SendMessage did not respond");
		account.isQueueDown = false;
		await account.deployed("web");
		expect(account.queue).toEqual([1]);
	});
});

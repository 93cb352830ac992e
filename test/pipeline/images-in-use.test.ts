import { beforeEach, describe, expect, test } from "@jest/globals";
import { TryLaterError } from "../../core/errors.ts";
import type { UsedImage } from "../../domain/images/used-images.ts";
import { aDigest } from "../support/builders.ts";
import { ImagesInUseAccount } from "../support/images-in-use.ts";

const used = (service: string): UsedImage => ({
	repository: "web",
	digest: aDigest(),
	tag: null,
	usedBy: [`service shop/${service}`],
});
const pending = { unread: "the services and tasks are being read for the first time", pending: true };
const fiveMinutes = 300;

let account: ImagesInUseAccount;
beforeEach(() => {
	account = new ImagesInUseAccount();
	account.ecs = { value: [used("one")] };
});

describe("F4: a push reads the last snapshot and no ECS", () => {
	test("a hundred pushes at once send one request, and ECS is read once", async () => {
		const names = Array.from({ length: 100 }, (_, at) => `repository-${at}`);
		const answers = await Promise.all(names.map((name) => account.check(name)));
		expect(answers).toEqual(names.map(() => pending));
		expect([account.queue, account.readings]).toEqual([[1], 0]);
		await account.work();
		expect(account.readings).toBe(1);
		expect(account.rechecked.sort()).toEqual(names.sort());
		expect(await account.check("repository-7")).toEqual({ value: [used("one")] });
	});

	test("in an hour with a push every second, ECS is read at most every five minutes", async () => {
		for (account.seconds = 0; account.seconds < 3_600; account.seconds++) {
			await account.check("web");
			await account.work();
		}
		expect(account.readings).toBe(12);
	});

	test("the check that follows a refresh requests no further one, however long reading and waiting take", async () => {
		await account.check("web");
		account.during = async () => {
			account.seconds += 240;
		};
		await account.work();
		const sentAt = account.now();
		account.seconds += 3_600;
		await account.check("web", sentAt);
		expect([account.readings, account.queue]).toEqual([1, []]);
	});

	test("an old snapshot counts until there is a newer one, and only those that read it are checked again", async () => {
		await account.check("web");
		await account.work();
		account.rechecked.length = 0;
		account.ecs = { value: [used("two")] };
		account.seconds = fiveMinutes - 1;
		await account.check("fresh");
		account.seconds = fiveMinutes;
		expect(await account.check("old")).toEqual({ value: [used("one")] });
		await account.work();
		expect(account.rechecked).toEqual(["old"]);
		expect(await account.check("old")).toEqual({ value: [used("two")] });
		await account.work();
		expect([account.readings, account.rechecked]).toEqual([2, ["old"]]);
	});

	test("a check that finds an old snapshot just when the new one is stored uses the new one", async () => {
		await account.check("web");
		await account.work();
		account.ecs = { value: [used("two")] };
		account.seconds = fiveMinutes;
		await account.check("first");
		const { addWaiting } = account.requests;
		account.requests.addWaiting = async (...of) => {
			await account.work();
			await addWaiting.call(account.requests, ...of);
		};
		expect(await account.check("late")).toEqual({ value: [used("two")] });
	});

	test("a request that could not be sent is sent by the next check", async () => {
		account.isQueueDown = true;
		await expect(account.check("web")).rejects.toBeInstanceOf(TryLaterError);
		account.isQueueDown = false;
		await account.check("web");
		expect(account.queue).toEqual([1]);
	});

	test("a request whose sender was stopped before it was sent is sent when its message is delivered again", async () => {
		account.isStoppedWhileSending = true;
		void account.check("web");
		await new Promise(setImmediate);
		account.isStoppedWhileSending = false;
		account.seconds = 29;
		await expect(account.check("web")).rejects.toBeInstanceOf(TryLaterError);
		account.seconds = 30;
		await account.check("web");
		expect(account.queue).toEqual([1]);
	});

	test("a request that was lost is sent again by a check after five minutes", async () => {
		await account.check("web");
		account.queue = [];
		account.seconds = fiveMinutes - 1;
		await account.check("web");
		expect(account.queue).toEqual([]);
		account.seconds = fiveMinutes;
		await account.check("web");
		expect(account.queue).toEqual([1]);
	});
});

describe("a refresh", () => {
	test("is done by one function at a time; the other one's message comes back until there is a snapshot", async () => {
		await account.check("web");
		account.during = async () => {
			account.during = async () => {};
			expect(await account.handle(1)).toBe(true);
		};
		await account.work();
		expect([account.readings, account.rechecked]).toEqual([1, ["web"]]);
		expect(await account.handle(1)).toBe(false);
		expect([account.readings, account.rechecked]).toEqual([1, ["web"]]);
	});

	test("that was killed is done by its next delivery", async () => {
		await account.check("web");
		account.during = async () => {
			throw new Error("killed");
		};
		expect(await account.handle(1)).toBe(true);
		account.during = async () => {};
		account.seconds = 1_800;
		await account.work();
		expect(await account.check("web")).toEqual({ value: [used("one")] });
	});

	test("that failed unexpectedly is not given up while its own claim lasts", async () => {
		await account.check("web");
		account.during = async () => {
			throw new TypeError("a fault");
		};
		expect(await account.handle(1)).toBe(true);
		account.during = async () => {};
		account.seconds = 10;
		expect(await account.handle(1)).toBe(true);
		account.seconds = 331;
		expect(await account.handle(1)).toBe(false);
		expect(account.rechecked).toEqual(["web"]);
	});

	test("that was killed before the repositories were checked again does not read ECS again", async () => {
		await account.check("web");
		const { sendRechecks } = account.ports;
		Object.assign(account.ports, { sendRechecks: () => Promise.reject(new TryLaterError("sqs")) });
		expect(await account.handle(1)).toBe(true);
		Object.assign(account.ports, { sendRechecks });
		expect(await account.handle(1)).toBe(false);
		expect([account.readings, account.rechecked]).toEqual([1, ["web"]]);
	});
});

const failures = [
	["throttled", new TryLaterError("ecs:ListClusters did not respond (ThrottlingException)")],
	["denied", { unread: "ecs:ListTasks was denied (AccessDeniedException)" }],
] as const;

describe("if ECS cannot be read", () => {
	test.each(failures)("%s: the earlier snapshot stays, and the request is retried", async (_, failure) => {
		await account.check("web");
		await account.work();
		account.rechecked.length = 0;
		account.seconds = fiveMinutes;
		account.ecs = failure;
		expect(await account.check("web")).toEqual({ value: [used("one")] });
		await account.work();
		expect(await account.check("web")).toEqual({ value: [used("one")] });
		expect([account.queue, account.delays, account.rechecked]).toEqual([[2], [60], []]);
		account.seconds += 60;
		account.ecs = { value: [used("two")] };
		await account.work();
		expect(account.rechecked).toEqual(["web"]);
		expect(await account.check("web")).toEqual({ value: [used("two")] });
	});

	test("an outage of an hour ends without a dead letter, and no push sends a second request", async () => {
		account.ecs = failures[0][1];
		let due = 0;
		for (account.seconds = 0; account.seconds <= 3_600; account.seconds += 30) {
			await account.check("web");
			if (account.seconds < due) continue;
			await account.work();
			due = account.seconds + (account.delays.at(-1) ?? 0);
		}
		expect(account.queue).toHaveLength(1);
		account.seconds = due;
		account.ecs = { value: [used("one")] };
		await account.work();
		expect([account.rejected, account.rechecked]).toEqual([[], ["web"]]);
	});

	test("for more than an hour: a dead letter with the reason, and the next push requests another refresh", async () => {
		account.ecs = failures[0][1];
		await account.check("web");
		for (let attempts = 0; account.queue.length > 0 && attempts < 20; attempts++) {
			await account.work();
			account.seconds += account.delays.at(-1) ?? 0;
		}
		expect(account.delays).toEqual([60, 120, 240, 480, 900, 900, 900, 900]);
		expect(account.rejected).toEqual(["ecs:ListClusters did not respond (ThrottlingException)"]);
		account.seconds += fiveMinutes;
		await account.check("web");
		expect(account.queue).toEqual([1]);
	});

	test("without an earlier snapshot, a denied call is the reason, once, for the repositories that wait", async () => {
		account.ecs = failures[1][1];
		expect(await account.check("web")).toEqual(pending);
		await account.work();
		expect(account.rechecked).toEqual(["web"]);
		expect(await account.check("web")).toEqual({ unread: "ecs:ListTasks was denied (AccessDeniedException)" });
		account.seconds = 60;
		await account.work();
		expect(account.rechecked).toEqual(["web"]);
		account.ecs = { value: [] };
		account.seconds = 180;
		await account.work();
		expect(account.rechecked).toEqual(["web", "web"]);
		expect(await account.check("web")).toEqual({ value: [] });
	});
});

import { beforeEach, describe, expect, test } from "@jest/globals";
import { TryLaterError } from "../../core/errors.ts";
import { ImagesInUseAccount } from "../support/images-in-use.ts";

/** Longer than the claim of a check that sends the request. */
const afterSending = 31;
const fiveMinutes = 300;
/** Longer than the claim of a function that reads the images in use. */
const afterClaim = 331;

let account: ImagesInUseAccount;
beforeEach(() => {
	account = new ImagesInUseAccount();
});

describe("a request to refresh the images in use is not lost", () => {
	test("when the answer to its function's claim is lost", async () => {
		await account.check("web");
		const claim = account.requests.claim.bind(account.requests);
		account.requests.claim = async (...of) => {
			await claim(...of);
			throw new TryLaterError("dynamodb:PutItem did not respond (TimeoutError)");
		};
		expect(await account.handle(1)).toBe(true);
		account.requests.claim = claim;
		expect(await account.handle(1)).toBe(true);
		account.seconds = afterClaim;
		expect(await account.handle(1)).toBe(false);
		expect([account.readings, account.rechecked]).toEqual([1, ["web"]]);
	});

	test("when its function could not end the claim after a failed reading", async () => {
		await account.check("web");
		account.ecs = new TryLaterError("ecs:ListClusters did not respond (ThrottlingException)");
		const claimUntil = account.requests.claimUntil.bind(account.requests);
		account.requests.claimUntil = async () => {
			throw new TryLaterError("dynamodb:PutItem did not respond (ThrottlingException)");
		};
		expect(await account.handle(1)).toBe(true);
		account.requests.claimUntil = claimUntil;
		account.ecs = { value: [] };
		expect(await account.handle(1)).toBe(true);
		account.seconds = afterClaim;
		expect(await account.handle(1)).toBe(false);
		expect(account.rechecked).toEqual(["web"]);
	});

	test("when the answer to the claim of the check that sends it is lost", async () => {
		const claim = account.requests.claim.bind(account.requests);
		account.requests.claim = async (...of) => {
			account.requests.claim = claim;
			await claim(...of);
			throw new TryLaterError("dynamodb:PutItem did not respond (TimeoutError)");
		};
		await expect(account.check("web")).rejects.toBeInstanceOf(TryLaterError);
		await expect(account.check("web")).rejects.toBeInstanceOf(TryLaterError);
		account.seconds = afterSending;
		await account.check("web");
		expect(account.queue).toEqual([1]);
	});

	test("when the check that was to send it for others is killed before", async () => {
		account.isQueueDown = true;
		account.requests.claimUntil = () => new Promise(() => {});
		void account.check("killed");
		await expect(account.check("web")).rejects.toBeInstanceOf(TryLaterError);
		account.isQueueDown = false;
		account.seconds = afterSending;
		void account.check("web");
		await new Promise(setImmediate);
		expect(account.queue).toEqual([1]);
	});

	test("when its repository starts to wait again while it is checked again", async () => {
		await account.check("web");
		const { sendRechecks } = account.ports;
		Object.assign(account.ports, {
			sendRechecks: async (...of: Parameters<typeof sendRechecks>) => {
				Object.assign(account.ports, { sendRechecks });
				account.seconds += 300;
				await account.check("web");
				return sendRechecks(...of);
			},
		});
		await account.work();
		await account.work();
		expect([account.readings, account.rechecked]).toEqual([2, ["web", "web"]]);
	});

	test("when it failed for more than an hour just before a check requests another refresh", async () => {
		account.ecs = new TryLaterError("ecs:ListClusters did not respond (ThrottlingException)");
		await account.check("web");
		await account.work();
		while (account.rejected.length === 0) {
			account.seconds += account.delays.at(-1) ?? 0;
			await account.work();
		}
		await account.check("web");
		expect(account.queue).toEqual([1]);
	});
});

test("the reason why ECS cannot be read reaches the repositories that wait even if the first message to them is lost", async () => {
	account.ecs = { unread: "ecs:ListTasks was denied (AccessDeniedException)" };
	await account.check("web");
	const { sendRechecks } = account.ports;
	Object.assign(account.ports, { sendRechecks: () => Promise.reject(new TryLaterError("sqs:SendMessage")) });
	expect(await account.handle(1)).toBe(true);
	Object.assign(account.ports, { sendRechecks });
	expect(await account.handle(1)).toBe(false);
	expect(account.rechecked).toEqual(["web"]);
});

test("a refresh that ends just before another function claims the next one is not repeated", async () => {
	await account.check("web");
	const claim = account.requests.claim.bind(account.requests);
	account.requests.claim = async (...of) => {
		account.requests.claim = claim;
		expect(await account.handle(1)).toBe(false);
		return claim(...of);
	};
	expect(await account.handle(1)).toBe(false);
	expect(account.readings).toBe(1);
});

test("a snapshot whose storing was not confirmed is replaced by a check five minutes later, also if a retry was waiting until then", async () => {
	await account.check("web");
	const store = account.usedImages.store.bind(account.usedImages);
	account.usedImages.store = async (...of) => {
		await store(...of);
		throw new TryLaterError("dynamodb:PutItem did not respond");
	};
	expect(await account.handle(1)).toBe(false);
	account.usedImages.store = store;
	account.seconds = 60;
	account.queue = [];
	expect(await account.handle(2)).toBe(false);
	account.seconds = fiveMinutes;
	await account.check("web");
	expect(account.queue).toEqual([1]);
});

import { beforeEach, describe, expect, test } from "@jest/globals";
import type { RefreshRequests, WaitingRepository } from "../../adapters/dynamodb/refresh-requests.ts";
import type { UsedImages } from "../../adapters/dynamodb/used-images.ts";
import { TryLaterError } from "../../core/errors.ts";
import type { UsedImage } from "../../domain/images/used-images.ts";
import { aDigest } from "../support/builders.ts";

const anImageOf = (repository: string): UsedImage => ({
	repository,
	digest: aDigest(),
	tag: null,
	usedBy: [`service shop/${repository}`],
});
const at = (minute: number): string => `2026-11-21T11:0${minute}:00.000Z`;

/** What the readers of a snapshot rely on. `open` returns an empty store. */
export function usedImagesContract(open: () => Promise<UsedImages>): void {
	let store: UsedImages;
	beforeEach(async () => {
		store = await open();
	});
	const stored = async () => {
		const snapshot = await store.current();
		return snapshot === null ? null : [snapshot.asOf, await store.read(snapshot)];
	};

	test("there is no snapshot before the first one", async () => {
		expect(await store.current()).toBeNull();
	});

	test("the last snapshot is read whole, also when it is empty", async () => {
		await store.store(at(1), [anImageOf("web"), anImageOf("api")]);
		expect(await stored()).toEqual([at(1), [anImageOf("web"), anImageOf("api")]]);
		await store.store(at(2), []);
		expect(await stored()).toEqual([at(2), []]);
		await store.store(at(3), [{ ...anImageOf("ü😀"), digest: null, tag: "latest" }]);
		expect(await stored()).toEqual([at(3), [{ ...anImageOf("ü😀"), digest: null, tag: "latest" }]]);
	});

	test("a snapshot that is older than the stored one is rejected", async () => {
		await store.store(at(2), [anImageOf("web")]);
		await expect(store.store(at(1), [anImageOf("api")])).rejects.toBeInstanceOf(TryLaterError);
		expect(await stored()).toEqual([at(2), [anImageOf("web")]]);
	});
}

/** What those who request a refresh, and the function that does it, rely on. `open` returns a store without requests. */
export function refreshRequestsContract(
	open: () => Promise<{
		readonly requests: RefreshRequests;
		readonly listWaiting: () => Promise<readonly WaitingRepository[]>;
		readonly removeWaiting: (waiting: readonly WaitingRepository[]) => Promise<void>;
	}>,
): void {
	let opened: Awaited<ReturnType<typeof open>>;
	beforeEach(async () => {
		opened = await open();
	});

	test("of a hundred simultaneous claims one succeeds, and the next when its time is over", async () => {
		const { requests } = opened;
		const claims = await Promise.all(Array.from({ length: 100 }, () => requests.claim("request", at(1), at(5))));
		expect(claims.filter((claimed) => claimed)).toHaveLength(1);
		expect(await requests.claim("request", at(4), at(9))).toBe(false);
		expect(await requests.claim("refresh", at(4), at(9))).toBe(true);
		expect(await requests.claim("request", at(5), at(9))).toBe(true);
	});

	test("a claim ends earlier or later when its time is set", async () => {
		const { requests } = opened;
		await requests.claim("request", at(1), at(5));
		await requests.claimUntil("request", at(8));
		expect(await requests.claim("request", at(7), at(9))).toBe(false);
		await requests.claimUntil("request", at(1));
		expect(await requests.claim("request", at(1), at(9))).toBe(true);
	});

	test("what is claimed is done when the claim's time was set, until that time or the next claim", async () => {
		const { requests } = opened;
		expect(await requests.isDone("request", at(1))).toBe(false);
		await requests.claim("request", at(1), at(5));
		expect(await requests.isDone("request", at(1))).toBe(false);
		await requests.claimUntil("request", at(6));
		const done = [at(5), at(6)].map((time) => requests.isDone("request", time));
		expect(await Promise.all([...done, requests.isDone("refresh", at(5))])).toEqual([true, false, false]);
		await requests.claim("request", at(6), at(9));
		expect(await requests.isDone("request", at(7))).toBe(false);
	});

	describe("repositories that wait", () => {
		test("are listed once each until they are removed", async () => {
			const { requests, listWaiting, removeWaiting } = opened;
			for (const arn of ["arn:b", "arn:a", "arn:b", "arn:c"]) await requests.addWaiting(arn, at(1));
			const [a, b, c] = ["arn:a", "arn:b", "arn:c"].map((arn) => ({ arn, since: at(1) })) as [
				WaitingRepository,
				WaitingRepository,
				WaitingRepository,
			];
			expect(await listWaiting()).toEqual([a, b, c]);
			await removeWaiting([a, c, { arn: "arn:unknown", since: at(1) }]);
			expect(await listWaiting()).toEqual([b]);
		});

		test("still wait if they were added again after they were listed", async () => {
			const { requests, listWaiting, removeWaiting } = opened;
			await requests.addWaiting("arn:a", at(1));
			const listed = await listWaiting();
			await requests.addWaiting("arn:a", at(2));
			await removeWaiting(listed);
			expect(await listWaiting()).toEqual([{ arn: "arn:a", since: at(2) }]);
		});

		test("are none at first, and removing none does nothing", async () => {
			await opened.removeWaiting([]);
			expect(await opened.listWaiting()).toEqual([]);
		});
	});

	test("the last failure is kept", async () => {
		expect(await opened.requests.failure()).toBeNull();
		for (const failure of [
			{ reason: "denied", isReported: false },
			{ reason: "denied", isReported: true },
			{ reason: "too many", isReported: false },
		]) {
			await opened.requests.recordFailure(failure);
			expect(await opened.requests.failure()).toEqual(failure);
		}
	});
}

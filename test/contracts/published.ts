import { beforeEach, describe, expect, test } from "@jest/globals";
import type { Ledger } from "../../adapters/dynamodb/ledger.ts";
import type { RejectionRecords } from "../../adapters/dynamodb/published.ts";
import { arnOf } from "../../core/subject.ts";
import { readAt } from "../support/builders.ts";
import { aFamily } from "../support/verdicts.ts";

export interface PublishedUnderTest {
	readonly published: Pick<Ledger, "publishedAt" | "confirm">;
	/** What DynamoDB's time to live does: deletes every item whose `expiresAt`, in epoch seconds, lies before a time. */
	readonly expire: (at: number) => Promise<void>;
}

const arn = arnOf(aFamily());
const earlier = "2026-11-21T11:59:59.999Z";
const later = "2026-11-21T12:00:00.001Z";
const expiresAt = 1_800_000_000;

/** What the readers of the stream rely on: a sink's confirmations only ever move forward. `open` answers an empty one. */
export function publishedContract(open: () => Promise<PublishedUnderTest>): void {
	describe("what a sink has handled", () => {
		let published: PublishedUnderTest["published"];
		let expire: PublishedUnderTest["expire"];
		beforeEach(async () => {
			({ published, expire } = await open());
		});

		test("is null before the first confirmation", async () => {
			expect(await published.publishedAt(arn, "slack")).toBeNull();
		});

		test.each([
			["moves forward", [readAt, later], later],
			["stays when the same entry is confirmed again", [readAt, readAt], readAt],
			["does not move back, and that is no failure", [readAt, earlier], readAt],
		])("%s", async (_, confirmations, expected) => {
			for (const one of confirmations) await published.confirm(arn, "slack", one);
			expect(await published.publishedAt(arn, "slack")).toBe(expected);
		});

		test("is the later of two that are confirmed at the same time", async () => {
			await Promise.all([later, readAt].map((one) => published.confirm(arn, "slack", one)));
			expect(await published.publishedAt(arn, "slack")).toBe(later);
		});

		test("is kept for each sink and each subject", async () => {
			await published.confirm(arn, "slack", readAt);
			await published.confirm(arnOf(aFamily("web-admin")), "security-hub", later);
			expect(await published.publishedAt(arn, "security-hub")).toBeNull();
			expect(await published.publishedAt(arnOf(aFamily("web-admin")), "slack")).toBeNull();
			expect(await published.publishedAt(arn, "slack")).toBe(readAt);
		});

		test("is forgotten together with a subject that is gone", async () => {
			await published.confirm(arn, "slack", readAt, expiresAt);
			await expire(expiresAt);
			expect(await published.publishedAt(arn, "slack")).toBe(readAt);
			await expire(expiresAt + 1);
			expect(await published.publishedAt(arn, "slack")).toBeNull();
		});

		test("is kept for a subject that came back", async () => {
			await published.confirm(arn, "slack", readAt, expiresAt);
			await published.confirm(arn, "slack", later);
			await expire(expiresAt + 1);
			expect(await published.publishedAt(arn, "slack")).toBe(later);
		});

		test("keeps its expiry when an earlier entry is confirmed late", async () => {
			await published.confirm(arn, "slack", later);
			await published.confirm(arn, "slack", readAt, expiresAt);
			await expire(expiresAt + 1);
			expect(await published.publishedAt(arn, "slack")).toBe(later);
		});
	});
}

/** What the readers of the stream record of rejections. `open` answers an empty one. */
export function rejectionsContract(
	open: () => Promise<PublishedUnderTest & { readonly published: PublishedUnderTest["published"] & RejectionRecords }>,
): void {
	describe("what a sink has rejected", () => {
		test("is kept for each sink until a state is handled completely", async () => {
			const { published } = await open();
			const rejections = { h1: readAt, h2: later };
			expect(await published.rejections(arn, "slack")).toEqual({});
			await published.confirm(arn, "slack", earlier);
			await published.recordRejections(arn, "slack", { h1: readAt });
			await published.recordRejections(arn, "slack", rejections);
			expect(await published.rejections(arn, "slack")).toEqual(rejections);
			expect(await published.rejections(arn, "security-hub")).toEqual({});
			expect(await published.publishedAt(arn, "slack")).toBe(earlier);
			await published.confirm(arn, "slack", earlier);
			expect(await published.rejections(arn, "slack")).toEqual(rejections);
			await published.confirm(arn, "slack", readAt);
			expect(await published.rejections(arn, "slack")).toEqual({});
		});

		test("is forgotten together with a subject that is gone", async () => {
			const { published, expire } = await open();
			await published.recordRejections(arn, "slack", { h1: readAt }, expiresAt);
			expect(await published.publishedAt(arn, "slack")).toBeNull();
			await expire(expiresAt + 1);
			expect(await published.rejections(arn, "slack")).toEqual({});
		});
	});
}

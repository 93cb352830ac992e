import {
	ConditionalCheckFailedException,
	DynamoDBClient,
	GetItemCommand,
	PutItemCommand,
	type PutItemCommandInput,
	QueryCommand,
} from "@aws-sdk/client-dynamodb";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import type { Item } from "../../../adapters/dynamodb/items.ts";
import { createUsedImages } from "../../../adapters/dynamodb/used-images.ts";
import { TryLaterError } from "../../../core/errors.ts";
import { aDigest } from "../../support/builders.ts";

const dynamodb = mockClient(DynamoDBClient);
const store = createUsedImages(new DynamoDBClient({}), "ledger");
const items = new Map<string, Item>();
const images = (count: number, first = "0") =>
	Array.from({ length: count }, (_, at) => ({
		repository: `team/service-${at}`,
		digest: aDigest(first),
		tag: null,
		usedBy: [`service shop/${at}`],
	}));

beforeEach(() => {
	dynamodb.reset();
	items.clear();
	dynamodb.on(GetItemCommand).callsFake(({ Key }) => ({ Item: items.get(Key.sk.S) }));
	dynamodb.on(PutItemCommand).callsFake(({ Item }: PutItemCommandInput) => {
		const sk = Item?.["sk"]?.S ?? "";
		if ((items.get(sk)?.["asOf"]?.S ?? "") > (Item?.["asOf"]?.S ?? "")) {
			throw new ConditionalCheckFailedException({ $metadata: {}, message: "older" });
		}
		items.set(sk, Item ?? {});
	});
	// Pages of one item, as for a query of more than a megabyte.
	dynamodb.on(QueryCommand).callsFake(({ ExpressionAttributeValues: { ":sk": prefix }, ExclusiveStartKey }) => {
		const keys = [...items.keys()].filter((sk) => sk.startsWith(prefix.S)).sort();
		const rest = keys.filter((sk) => sk > (ExclusiveStartKey?.sk.S ?? ""));
		const [sk = ""] = rest;
		return {
			Items: rest.slice(0, 1).map((key) => items.get(key)),
			...(rest.length > 1 ? { LastEvaluatedKey: { sk: { S: sk } } } : {}),
		};
	});
});

test("a snapshot of 5,000 images is divided into items of at most 300 KB and read whole", async () => {
	await store.store("2026-11-21T11:00:00.000Z", images(5_000));
	const sizes = [...items.values()].map((item) => Buffer.byteLength(JSON.stringify(item["images"] ?? "")));
	expect(Math.max(...sizes)).toBeLessThan(360_000);
	expect(items.size).toBeGreaterThan(3);
	const snapshot = await store.current();
	expect(snapshot?.chunks).toBe(items.size - 1);
	expect(snapshot && (await store.read(snapshot))).toEqual(images(5_000));
});

test("a shorter snapshot does not contain what is left in the items of a longer one", async () => {
	for (const [at, count] of [3_000, 10, 5].entries()) {
		await store.store(`2026-11-21T11:0${at}:00.000Z`, images(count, String(at)));
	}
	const snapshot = await store.current();
	expect(snapshot && (await store.read(snapshot))).toEqual(images(5, "2"));
});

/** The table as another function's environment reads it. */
const reader = () => createUsedImages(new DynamoDBClient({}), "shipshape");

test("one environment reads a snapshot once, however many repositories it checks", async () => {
	const own = reader();
	for (const [asOf, first] of [
		["2026-11-21T11:00:00.000Z", "a"],
		["2026-11-21T11:05:00.000Z", "b"],
	] as const) {
		await store.store(asOf, images(1, first));
		const before = dynamodb.commandCalls(QueryCommand).length;
		for (let times = 0; times < 10; times++) {
			const snapshot = await own.current();
			expect(snapshot && (await own.read(snapshot))).toEqual(images(1, first));
		}
		expect(dynamodb.commandCalls(QueryCommand).length - before).toBe(1);
	}
});

describe("a reader never sees half a snapshot", () => {
	test("while the next one is written, it reads the whole current one", async () => {
		await store.store("2026-11-21T11:00:00.000Z", images(3_000, "a"));
		const writes = dynamodb.commandCalls(PutItemCommand).length;
		// The function ends at each of its writes.
		for (let done = 0; done < writes; done++) {
			const write = dynamodb.on(PutItemCommand);
			let left = done;
			write.callsFake(({ Item }: PutItemCommandInput) => {
				if (left-- <= 0) throw Object.assign(new Error("killed"), { name: "TimeoutError" });
				items.set(Item?.["sk"]?.S ?? "", Item ?? {});
			});
			await expect(store.store("2026-11-21T11:05:00.000Z", images(3_000, "b"))).rejects.toBeInstanceOf(TryLaterError);
			const snapshot = await store.current();
			expect(snapshot && (await reader().read(snapshot))).toEqual(images(3_000, "a"));
		}
	});

	test("one that was replaced twice while it was read fails, and can be read again", async () => {
		await store.store("2026-11-21T11:00:00.000Z", images(1, "a"));
		const snapshot = await store.current();
		await store.store("2026-11-21T11:05:00.000Z", images(1, "b"));
		expect(snapshot && (await reader().read(snapshot))).toEqual(images(1, "a"));
		await store.store("2026-11-21T11:10:00.000Z", images(1, "c"));
		await expect(snapshot && reader().read(snapshot)).rejects.toBeInstanceOf(TryLaterError);
	});
});

test("more images than fit into the ledger are refused before anything is written", async () => {
	await expect(store.store("2026-11-21T11:00:00.000Z", images(60_000))).rejects.toThrow(
		"60000 images in use do not fit into the ledger",
	);
	expect(items.size).toBe(0);
});

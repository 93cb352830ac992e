import { ConditionalCheckFailedException, type DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { TryLaterError } from "../../core/errors.ts";
import type { Permission } from "../../core/permission.ts";
import type { UsedImage } from "../../domain/images/used-images.ts";
import { callAws } from "../clients/call-aws.ts";
import { getItem } from "./get-item.ts";
import { type Item, itemOf } from "./items.ts";
import { queryItems } from "./query-items.ts";

export const usedImagesKey = "used-images";

export const permissions: readonly Permission[] = [
	{ action: "dynamodb:GetItem", on: "ledger", keys: [usedImagesKey] },
	{ action: "dynamodb:PutItem", on: "ledger", keys: [usedImagesKey] },
	{ action: "dynamodb:Query", on: "ledger", keys: [usedImagesKey] },
];

/** The newest complete snapshot of the images that ECS uses. */
export interface Snapshot {
	/** Just before the first call to ECS, ISO 8601 with milliseconds. */
	readonly asOf: string;
	/** Which of the two sets of items holds it. */
	readonly slot: "a" | "b";
	/** Number of its items. */
	readonly chunks: number;
}

/** Snapshots in the ledger's table, one for the account and Region. All functions throw TryLaterError. */
export interface UsedImages {
	/** Null if there never was one. */
	current(): Promise<Snapshot | null>;
	read(snapshot: Snapshot): Promise<readonly UsedImage[]>;
	/**
	 * Replaces the snapshot, unless it is not older. A reader finds the whole old or the whole new one. Throws RangeError if
	 * the images do not fit.
	 */
	store(asOf: string, images: readonly UsedImage[]): Promise<void>;
}

/** Less than DynamoDB's 400 KB per item; several megabytes in all, which is more than 20,000 images. */
const maxChunkBytes = 300_000;
const maxChunks = 20;

const pointer = "snapshot";
const chunkPrefix = (slot: Snapshot["slot"]): string => `images#${slot}#`;

/**
 * Two sets of items take turns: the next snapshot overwrites the one before the current, then one item that names the set is
 * replaced. Every item carries the snapshot's time, by which a reader recognizes a set that is being overwritten.
 */
export function createUsedImages(client: DynamoDBClient, table: string): UsedImages {
	const current = async (): Promise<Snapshot | null> =>
		snapshotIn(await getItem(client, table, usedImagesKey, pointer));
	// Of the last snapshot that was read here: the repositories of a batch share it.
	let last: { readonly asOf: string; readonly images: readonly UsedImage[] } | null = null;
	return {
		current,
		async read(snapshot) {
			if (last?.asOf === snapshot.asOf) return last.images;
			const items = await queryItems(client, table, usedImagesKey, chunkPrefix(snapshot.slot));
			const own = items.filter(({ asOf }) => asOf?.S === snapshot.asOf);
			if (own.length !== snapshot.chunks)
				throw new TryLaterError("the images in use were replaced while they were read");
			const images = own.flatMap((item) => JSON.parse(item["images"]?.S ?? "[]") as UsedImage[]);
			last = { asOf: snapshot.asOf, images };
			return images;
		},
		async store(asOf, images) {
			const slot = (await current())?.slot === "a" ? "b" : "a";
			const chunks = divide(images);
			for (const [at, chunk] of chunks.entries()) {
				const sk = `${chunkPrefix(slot)}${String(at).padStart(2, "0")}`;
				await putIfLater(client, table, itemOf(usedImagesKey, sk, { asOf, images: chunk }));
			}
			await putIfLater(client, table, itemOf(usedImagesKey, pointer, { asOf, slot, chunks: chunks.length }));
		},
	};
}

function snapshotIn(item: Item | undefined): Snapshot | null {
	const { asOf, slot, chunks } = item ?? {};
	if (asOf?.S === undefined || chunks?.N === undefined) return null;
	return { asOf: asOf.S, slot: slot?.S === "b" ? "b" : "a", chunks: Number(chunks.N) };
}

/** JSON arrays, each small enough for an item. */
function divide(images: readonly UsedImage[]): readonly string[] {
	const chunks: string[][] = [];
	let bytes = Number.POSITIVE_INFINITY;
	for (const image of images) {
		const json = JSON.stringify(image);
		bytes += Buffer.byteLength(json) + 1;
		if (bytes > maxChunkBytes) {
			chunks.push([]);
			bytes = Buffer.byteLength(json) + 1;
		}
		chunks.at(-1)?.push(json);
	}
	if (chunks.length > maxChunks) throw new RangeError(`${images.length} images in use do not fit into the ledger`);
	return chunks.map((chunk) => `[${chunk.join(",")}]`);
}

/** A write of an older snapshot, such as that of a function that was stopped and continues, is rejected. */
async function putIfLater(client: DynamoDBClient, table: string, Item: Item): Promise<void> {
	const command = new PutItemCommand({
		TableName: table,
		Item,
		ConditionExpression: "attribute_not_exists(pk) OR asOf <= :asOf",
		ExpressionAttributeValues: { ":asOf": Item["asOf"] ?? { S: "" } },
	});
	try {
		await callAws("dynamodb:PutItem", (options) => client.send(command, options));
	} catch (error) {
		if (!(error instanceof ConditionalCheckFailedException)) throw error;
		throw new TryLaterError("a later snapshot of the images in use is already stored", { cause: error });
	}
}

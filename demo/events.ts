import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { BadInputError } from "../core/errors.ts";
import { partitionOf } from "../core/subject.ts";

type Fields = Readonly<Record<string, unknown>>;

/** An event of a file, as it will be delivered. */
export interface DemoEvent {
	readonly file: string;
	/** As it would lie in a queue: under the account's id and Region. The file's own text when `event` is null. */
	readonly body: string;
	/** Null when the file is no JSON object, or one that the emulators cannot read. */
	readonly event: Fields | null;
}

/** Names of the `.json` files of a folder, in order. Throws BadInputError when there is none, or one cannot be read. */
export function eventFiles(folder: string): string[] {
	const names = read(folder, () => readdirSync(folder))
		.filter((name) => name.endsWith(".json") && read(join(folder, name), () => statSync(join(folder, name)).isFile()))
		.sort();
	if (names.length === 0) throw new BadInputError(`${folder}: no .json file; name a folder of EventBridge events`);
	return names;
}

/** The events of those files. Throws as eventFiles does. */
export function readEvents(folder: string, account: string, region: string): DemoEvent[] {
	return eventFiles(folder).map((file) => {
		const path = join(folder, file);
		const text = read(path, () => readFileSync(path, "utf8"));
		return eventOf(file, text.replace(byteOrderMark, ""), account, region);
	});
}

/** Some editors begin a file with it; it is no part of the text. */
const byteOrderMark = /^\uFEFF/;

/** Levels of an event that the emulators, which are recursive Python, read with ease; AWS's own have about ten. */
const deepest = 100;

const isDeeperThan = (levels: number, value: unknown): boolean =>
	typeof value === "object" &&
	value !== null &&
	(levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner)));

/** The event of one file's text, carried over to an account. */
export function eventOf(file: string, text: string, account: string, region: string): DemoEvent {
	const event = objectIn(text);
	if (event === null || isDeeperThan(deepest, event)) return { file, body: text, event: null };
	const moved = { ...carriedOver(event, account, region), account, region };
	return { file, body: JSON.stringify(moved), event: moved };
}

/**
 * What an event says of its own account and Region, in ARNs and beside them, becomes true of the account that it is
 * delivered to: an event that contradicts itself is malformed. What it says of other accounts stays.
 */
function carriedOver(event: Fields, account: string, region: string): Fields {
	const from = { account: event["account"], region: event["region"] };
	if (typeof from.account !== "string" || typeof from.region !== "string") return event;
	const own = new RegExp(`arn:aws[a-z-]*:([a-z0-9-]+):${escaped(from.region)}:${escaped(from.account)}:`, "g");
	const arn = `arn:${partitionOf(region)}:$1:${region}:${account}:`;
	const carry = (value: unknown): unknown => {
		if (typeof value === "string") return value === from.account ? account : value.replace(own, arn);
		if (Array.isArray(value)) return value.map(carry);
		if (typeof value !== "object" || value === null) return value;
		return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, carry(inner)]));
	};
	return carry(event) as Fields;
}

const escaped = (text: string): string => text.replace(/[^A-Za-z0-9]/g, "\\$&");

function read<T>(path: string, work: () => T): T {
	try {
		return work();
	} catch (error) {
		const { code = "unreadable" } = error as NodeJS.ErrnoException;
		throw new BadInputError(`${path}: cannot be read (${code}); name a folder of events`, { cause: error });
	}
}

function objectIn(text: string): Fields | null {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : null;
	} catch {
		return null;
	}
}

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { BadInputError } from "../core/errors.ts";
import { partitionOf } from "../core/subject.ts";

type Fields = Readonly<Record<string, unknown>>;

/** An event from a file, as it will be delivered. */
export interface DemoEvent {
	readonly file: string;
	/** The message body, with the account's id and Region. The file's own text when `event` is null. */
	readonly body: string;
	/** Null when the file is not a JSON object or is nested too deeply for the emulators. */
	readonly event: Fields | null;
}

/** Lists the names of the `.json` files of a folder, sorted. Throws BadInputError when there are none or the folder cannot be read. */
export function listEventFiles(folder: string): string[] {
	const names = readOrThrow(folder, () => readdirSync(folder))
		.filter(
			(name) => name.endsWith(".json") && readOrThrow(join(folder, name), () => statSync(join(folder, name)).isFile()),
		)
		.sort();
	if (names.length === 0) throw new BadInputError(`${folder}: no .json file; choose a folder of EventBridge events`);
	return names;
}

/** Reads the events of a folder. Throws BadInputError like `listEventFiles`. */
export function readEvents(folder: string, account: string, region: string): DemoEvent[] {
	return listEventFiles(folder).map((file) => {
		const path = join(folder, file);
		const text = readOrThrow(path, () => readFileSync(path, "utf8"));
		return parseEvent(file, text.replace(byteOrderMark, ""), account, region);
	});
}

/** Some editors write it at the start of a file. */
const byteOrderMark = /^\uFEFF/;

/** Levels of an event that the emulators, which are recursive Python, read with ease; AWS's own have about ten. */
const maxDepth = 100;

const isDeeperThan = (levels: number, value: unknown): boolean =>
	typeof value === "object" &&
	value !== null &&
	(levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner)));

/** Parses the text of an event file and moves the event to an account. */
export function parseEvent(file: string, text: string, account: string, region: string): DemoEvent {
	const event = parseObject(text);
	if (event === null || isDeeperThan(maxDepth, event)) return { file, body: text, event: null };
	const moved = { ...moveToAccount(event, account, region), account, region };
	return { file, body: JSON.stringify(moved), event: moved };
}

/**
 * Replaces the event's own account and Region, in ARNs and elsewhere, by those of the account that it is delivered to,
 * because the pipeline rejects an event that contradicts itself. References to other accounts are unchanged.
 */
function moveToAccount(event: Fields, account: string, region: string): Fields {
	const from = { account: event["account"], region: event["region"] };
	if (typeof from.account !== "string" || typeof from.region !== "string") return event;
	const ownArn = new RegExp(
		`arn:aws[a-z-]*:([a-z0-9-]+):${escapeRegExp(from.region)}:${escapeRegExp(from.account)}:`,
		"g",
	);
	const arn = `arn:${partitionOf(region)}:$1:${region}:${account}:`;
	const move = (value: unknown): unknown => {
		if (typeof value === "string") return value === from.account ? account : value.replace(ownArn, arn);
		if (Array.isArray(value)) return value.map(move);
		if (typeof value !== "object" || value === null) return value;
		return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, move(inner)]));
	};
	return move(event) as Fields;
}

const escapeRegExp = (text: string): string => text.replace(/[^A-Za-z0-9]/g, "\\$&");

function readOrThrow<T>(path: string, work: () => T): T {
	try {
		return work();
	} catch (error) {
		const { code = "unreadable" } = error as NodeJS.ErrnoException;
		throw new BadInputError(`${path}: cannot be read (${code}); choose a folder of events`, { cause: error });
	}
}

function parseObject(text: string): Fields | null {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : null;
	} catch {
		return null;
	}
}

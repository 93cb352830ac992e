import { emptyText, PartialText } from "../../core/partial-text.ts";
import type { Layers } from "../compose/layers.ts";
import type { Origin, Part } from "../compose/part.ts";
import { readTmpfsText } from "../compose/tmpfs-text.ts";
import { readVolumeText } from "../compose/volume-text.ts";
import type { DocumentPath, Position } from "../document/source-document.ts";
import { flagOf, longVolume } from "./mount-option.ts";
import { type Option, readOptions } from "./options.ts";
import type { RunCommand } from "./run-commands.ts";

/** A command line as the Compose service that would be the same. */
export interface RunService {
	/** Of `--name`. */
	readonly name: string | null;
	readonly layers: Layers;
	/** Why a part of it is not understood; null when all of it is. */
	readonly unread: string | null;
}

/** Options that stand for one value in a Compose file. */
const scalars: Readonly<Record<string, string>> = {
	user: "user",
	memory: "mem_limit",
	"memory-reservation": "mem_reservation",
	pid: "pid",
	ipc: "ipc",
	platform: "platform",
	isolation: "isolation",
	"log-driver": "log_driver",
};
const flags: Readonly<Record<string, string>> = {
	"read-only": "read_only",
	privileged: "privileged",
	"use-api-socket": "use_api_socket",
};
const lists: Readonly<Record<string, string>> = {
	tmpfs: "tmpfs",
	volume: "volumes",
	mount: "volumes",
	env: "environment",
	"env-file": "env_file",
	"cap-add": "cap_add",
	"cap-drop": "cap_drop",
	"volumes-from": "volumes_from",
};

/** What has been said so far, and where. */
interface Writing {
	readonly value: Record<string, unknown>;
	readonly places: Map<string, Position>;
}

/** Puts the options of a command in the words of Compose, so that both are read by one reader. */
export function runService({ engine, first, words }: RunCommand, at: (offset: number) => Position): RunService {
	const { options, image, unread: notUnderstood } = readOptions(words);
	const isPath = options.some(({ name }) => name === "rootfs");
	const unread = notUnderstood ?? (image === null && !isPath ? "the command names no image" : null);
	const writing: Writing = { value: {}, places: new Map() };
	for (const option of options) put(writing, option, at(option.word.offset));
	if (image !== null && !isPath) write(writing, ["image"], image.text, at(image.offset));
	if (engine === "podman") addScratch(writing, options);
	const origin: Origin = { at: placeIn(writing.places, at(first.offset)), variables: new Map(), folder: "." };
	const own: Part = { value: writing.value, path: [], origin };
	const named = options.findLast(({ name }) => name === "name")?.value ?? null;
	return {
		name: named === null ? null : String(named),
		layers: unread === null ? [own] : [{ missing: unread }, own],
		unread,
	};
}

function put(writing: Writing, { name, value }: Option, position: Position): void {
	const scalar = ownIn(scalars, name);
	if (scalar !== null) write(writing, [scalar], value ?? emptyText, position);
	const flag = ownIn(flags, name);
	if (flag !== null) write(writing, [flag], flagOf(value), position);
	if (name === "network" || name === "net") putNetwork(writing, value ?? emptyText, position);
	const list = ownIn(lists, name);
	if (list === null) return;
	for (const item of itemsOf(name, value ?? emptyText)) append(writing, list, item, position);
}

const ownIn = (table: Readonly<Record<string, string>>, name: string): string | null =>
	Object.hasOwn(table, name) ? (table[name] ?? null) : null;

/** Podman takes several capabilities in one value. */
function itemsOf(name: string, value: PartialText): readonly unknown[] {
	if (name === "mount") return [longVolume(value)];
	if (name === "env-file") return [{ path: value, format: "raw" }];
	return name === "cap-add" || name === "cap-drop" ? value.splitAt(",") : [value];
}

/** A container may be in several networks; `host` is the one that matters. The long form is `name=…,alias=…`. */
function putNetwork(writing: Writing, value: PartialText, position: Position): void {
	const named = value.splitAt(",").find((field) => field.literalStart.startsWith("name="));
	const [, name = value] = named === undefined ? [] : named.splitAt("=", 2);
	if (writing.places.has("network_mode") && String(name) !== "host") return;
	write(writing, ["network_mode"], name, position);
}

function write({ value, places }: Writing, [key]: readonly [string], content: unknown, position: Position): void {
	value[key] = content;
	places.set(key, position);
}

function append({ value, places }: Writing, key: string, item: unknown, position: Position): void {
	const known = value[key];
	const items: unknown[] = Array.isArray(known) ? known : [];
	places.set(`${key}.${items.length}`, position);
	if (items.length === 0) places.set(key, position);
	items.push(item);
	value[key] = items;
}

const placeIn =
	(places: ReadonlyMap<string, Position>, start: Position) =>
	(path: DocumentPath): Position =>
		places.get(path.slice(0, 2).join(".")) ?? places.get(String(path[0])) ?? start;

/**
 * With a read-only root Podman mounts a tmpfs at these places by itself, unless something else is mounted there.
 * https://docs.podman.io/en/latest/markdown/podman-run.1.html#read-only-tmpfs
 */
function addScratch(writing: Writing, options: readonly Option[]): void {
	const off = options.findLast(({ name }) => name === "read-only-tmpfs");
	const position = writing.places.get("read_only");
	if (position === undefined || writing.value["read_only"] === false || flagOf(off?.value ?? null) === false) return;
	const taken = new Set(options.map(targetOf));
	for (const path of ["/run", "/tmp", "/var/tmp"]) {
		if (!taken.has(path)) append(writing, "volumes", new PartialText([path]), position);
	}
}

function targetOf({ name, value }: Option): unknown {
	if (value === null) return null;
	if (name === "tmpfs") return readTmpfsText(value).path;
	return name === "volume" ? String(readVolumeText(value)?.target ?? "") : null;
}

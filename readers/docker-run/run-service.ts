import { emptyText, PartialText } from "../../core/partial-text.ts";
import type { Layers } from "../compose/layers.ts";
import type { Origin, Part } from "../compose/part.ts";
import { readTmpfsText } from "../compose/tmpfs-text.ts";
import { readVolumeText } from "../compose/volume-text.ts";
import type { DocumentPath, Position } from "../document/source-document.ts";
import { flagOf, longVolume } from "./mount-option.ts";
import { type Option, readOptions } from "./options.ts";
import type { RunCommand } from "./run-commands.ts";

/** A command line as the equivalent Compose service. */
export interface RunService {
	/** Of `--name`. */
	readonly name: string | null;
	readonly layers: Layers;
	/** Why a part of it could not be read; null when all of it was. */
	readonly unread: string | null;
}

/** Options that correspond to one value in a Compose file. */
const scalars: Readonly<Record<string, string>> = {
	name: "container_name",
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

/** The service built so far, and the positions of its keys. */
interface ServiceDraft {
	readonly value: Record<string, unknown>;
	readonly positions: Map<string, Position>;
}

/** Translates the options of a command to Compose, so that one reader reads both. */
export function runService({ engine, first, words }: RunCommand, at: (offset: number) => Position): RunService {
	const { options, image, unread: notUnderstood } = readOptions(words);
	const isPath = options.some(({ name }) => name === "rootfs");
	const unread = notUnderstood ?? (image === null && !isPath ? "the command has no image" : null);
	const draft: ServiceDraft = { value: {}, positions: new Map() };
	for (const option of options) applyOption(draft, option, at(option.word.offset));
	if (image !== null && !isPath) setKey(draft, ["image"], image.text, at(image.offset));
	if (engine === "podman") addReadOnlyTmpfs(draft, options);
	const origin: Origin = {
		at: positionIn(draft.positions, at(first.offset)),
		document: null,
		variables: new Map(),
		folder: ".",
	};
	const own: Part = { value: draft.value, path: [], origin };
	const named = options.findLast(({ name }) => name === "name")?.value ?? null;
	return {
		name: named === null ? null : String(named),
		layers: unread === null ? [own] : [{ missing: unread }, own],
		unread,
	};
}

function applyOption(draft: ServiceDraft, { name, value }: Option, position: Position): void {
	const scalar = lookUpKey(scalars, name);
	if (scalar !== null) setKey(draft, [scalar], value ?? emptyText, position);
	const flag = lookUpKey(flags, name);
	if (flag !== null) setKey(draft, [flag], flagOf(value), position);
	if (name === "network" || name === "net") putNetwork(draft, value ?? emptyText, position);
	const list = lookUpKey(lists, name);
	if (list === null) return;
	for (const item of itemsOf(name, value ?? emptyText)) appendItem(draft, list, item, position);
}

const lookUpKey = (table: Readonly<Record<string, string>>, name: string): string | null =>
	Object.hasOwn(table, name) ? (table[name] ?? null) : null;

/** Podman takes several capabilities in one value. */
function itemsOf(name: string, value: PartialText): readonly unknown[] {
	if (name === "mount") return [longVolume(value)];
	if (name === "env-file") return [{ path: value, format: "raw" }];
	return name === "cap-add" || name === "cap-drop" ? value.splitAt(",") : [value];
}

/** A container may be in several networks; only `host` matters. The long form is `name=…,alias=…`. */
function putNetwork(draft: ServiceDraft, value: PartialText, position: Position): void {
	const named = value.splitAt(",").find((field) => field.literalStart.startsWith("name="));
	const [, name = value] = named === undefined ? [] : named.splitAt("=", 2);
	if (draft.positions.has("network_mode") && String(name) !== "host") return;
	setKey(draft, ["network_mode"], name, position);
}

function setKey(
	{ value, positions }: ServiceDraft,
	[key]: readonly [string],
	content: unknown,
	position: Position,
): void {
	value[key] = content;
	positions.set(key, position);
}

function appendItem({ value, positions }: ServiceDraft, key: string, item: unknown, position: Position): void {
	const known = value[key];
	const items: unknown[] = Array.isArray(known) ? known : [];
	positions.set(`${key}.${items.length}`, position);
	if (items.length === 0) positions.set(key, position);
	items.push(item);
	value[key] = items;
}

const positionIn =
	(positions: ReadonlyMap<string, Position>, start: Position) =>
	(path: DocumentPath): Position =>
		positions.get(path.slice(0, 2).join(".")) ?? positions.get(String(path[0])) ?? start;

/**
 * With a read-only root, Podman mounts a tmpfs on these paths unless something else is mounted there.
 * https://docs.podman.io/en/latest/markdown/podman-run.1.html#read-only-tmpfs
 */
function addReadOnlyTmpfs(draft: ServiceDraft, options: readonly Option[]): void {
	const off = options.findLast(({ name }) => name === "read-only-tmpfs");
	const position = draft.positions.get("read_only");
	if (position === undefined || draft.value["read_only"] === false || flagOf(off?.value ?? null) === false) return;
	const taken = new Set(options.map(targetOf));
	for (const path of ["/run", "/tmp", "/var/tmp"]) {
		if (!taken.has(path)) appendItem(draft, "volumes", new PartialText([path]), position);
	}
}

function targetOf({ name, value }: Option): unknown {
	if (value === null) return null;
	if (name === "tmpfs") return readTmpfsText(value).path;
	return name === "volume" ? String(readVolumeText(value)?.target ?? "") : null;
}

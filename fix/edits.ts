import { formatForDisplay } from "../core/text.ts";
import type { DocumentPath } from "../readers/document/source-document.ts";
import type { Editable } from "../readers/reader.ts";
import { type Edit, NotEditableError, type Plain } from "./edit/edit.ts";
import type { Mend } from "./plan/plan.ts";

export interface Place {
	readonly notation: Editable["notation"];
	/** Where a field of the container stands or belongs, in the words of the ECS API. */
	readonly path: (field: string) => DocumentPath;
	/** What is written there now; undefined when nothing is. */
	readonly written: (path: DocumentPath) => unknown;
}

/** A mend as changes to a file. Throws NotEditableError where it would replace what is only known when it starts. */
export function editsFor(mend: Mend, place: Place): readonly Edit[] {
	const edits = uncheckedEdits(mend, place);
	for (const edit of edits) refuseVariables(edit, mend, place);
	return edits;
}

/** Compose puts variables in when it starts: their defaults are not what will be there. */
function refuseVariables({ kind, path }: Edit, mend: Mend, { notation, written }: Place): void {
	const now = written(path);
	if (notation !== "compose" || kind !== "set" || typeof now !== "string") return;
	if (mend.kind === "read-only-mount" && hasPlainTarget.test(now)) return;
	const [, name] = /\$\{?(\w+)/.exec(now.replaceAll("$$", "")) ?? [];
	if (name === undefined) return;
	const key = path.findLast((part) => typeof part === "string");
	throw new NotEditableError(
		`${key} is written with the variable ${formatForDisplay(name)}, which may be another when it starts: write there what has to be`,
	);
}

/** Whatever its source is, `:ro` belongs at the end. */
const hasPlainTarget = /:\/[^:$}]*(?::[a-zA-Z,]+)?$/;

function uncheckedEdits(mend: Mend, place: Place): readonly Edit[] {
	switch (mend.kind) {
		case "read-only-root":
			return [{ kind: "set", path: place.path("readonlyRootFilesystem"), value: true }];
		case "add-tmpfs":
			return [newTmpfs(mend, place)];
		case "tmpfs-size":
			return [sizeOf(mend, place)];
		case "tmpfs-options":
			return optionsOf(mend, place);
		case "read-only-mount":
			return [readOnly(mend, place)];
	}
}

type Of<Kind extends Mend["kind"]> = Extract<Mend, { readonly kind: Kind }>;

function newTmpfs({ path, sizeMiB, options }: Of<"add-tmpfs">, place: Place): Edit {
	const at = place.path("linuxParameters.tmpfs");
	if (place.notation !== "compose") {
		const keys = place.notation === "cloudformation" ? pascal : camel;
		const value = {
			[keys.containerPath]: path,
			[keys.size]: sizeMiB,
			...(options.length > 0 ? { [keys.mountOptions]: options } : {}),
		};
		return { kind: "append", path: at, value };
	}
	const value = `${path}:${[`size=${sizeMiB}m`, ...options].join(",")}`;
	const now = place.written(at);
	return typeof now === "string" ? { kind: "set", path: at, value: [now, value] } : { kind: "append", path: at, value };
}

const camel = { containerPath: "containerPath", size: "size", mountOptions: "mountOptions" };
const pascal = { containerPath: "ContainerPath", size: "Size", mountOptions: "MountOptions" };

function sizeOf({ index, sizeMiB }: Of<"tmpfs-size">, place: Place): Edit {
	const at = place.path(`linuxParameters.tmpfs.${index}`);
	if (place.notation !== "compose")
		return { kind: "set", path: place.path(`linuxParameters.tmpfs.${index}.size`), value: sizeMiB };
	const now = place.written(at);
	if (typeof now !== "string") return { kind: "set", path: [...at, "tmpfs", "size"], value: `${sizeMiB}m` };
	const [target = "", ...options] = now.split(/[:,]/);
	const others = options.filter((option) => !option.trim().toLowerCase().startsWith("size="));
	return { kind: "set", path: at, value: `${target}:${[...others, `size=${sizeMiB}m`].join(",")}` };
}

function optionsOf({ index, missing }: Of<"tmpfs-options">, place: Place): readonly Edit[] {
	const field = `linuxParameters.tmpfs.${index}`;
	if (place.notation === "compose") {
		const path = place.path(field);
		const now = place.written(path);
		if (typeof now !== "string") return [];
		return [{ kind: "set", path, value: `${now}${now.includes(":") ? "," : ":"}${missing.join(",")}` }];
	}
	return missing.map((value) => ({ kind: "append", path: place.path(`${field}.mountOptions`), value }));
}

function readOnly({ index }: Of<"read-only-mount">, place: Place): Edit {
	const at = place.path(`mountPoints.${index}`);
	if (place.notation !== "compose")
		return { kind: "set", path: place.path(`mountPoints.${index}.readOnly`), value: true };
	const now = place.written(at);
	if (typeof now !== "string") return { kind: "set", path: [...at, "read_only"], value: true };
	return { kind: "set", path: at, value: readOnlyVolume(now) };
}

/** `src:dst`, `src:dst:z`, `src:dst:rw,z` as read-only; an anonymous volume has no source to protect. */
function readOnlyVolume(text: string): Plain {
	const [, body = text, mode] = /^(.*?:\/[^:]*)(?::([a-zA-Z,]+))?$/.exec(text) ?? [];
	const others = (mode ?? "").split(",").filter((one) => one !== "" && one !== "rw");
	return `${body}:${["ro", ...others].join(",")}`;
}

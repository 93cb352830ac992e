import { formatForDisplay } from "../core/text.ts";
import type { DocumentPath } from "../readers/document/source-document.ts";
import type { Editable } from "../readers/reader.ts";
import { type Edit, NotEditableError, type PlainValue } from "./edit/edit.ts";
import type { Fix } from "./plan/plan.ts";

/** How a container is written in its file. */
export interface ContainerSource {
	readonly notation: Editable["notation"];
	/** Where a field of the container is or would be written; fields are named as in the ECS API. */
	readonly path: (field: string) => DocumentPath;
	/** The value at a path; undefined when there is none. */
	readonly valueAt: (path: DocumentPath) => unknown;
}

/** The edits that make a fix. Throws NotEditableError where they would replace a value that is only known at startup. */
export function editsFor(fix: Fix, source: ContainerSource): readonly Edit[] {
	const edits = buildEdits(fix, source);
	for (const edit of edits) rejectVariables(edit, fix, source);
	return edits;
}

/** Compose substitutes variables at startup: the value may differ from the default in the file. */
function rejectVariables({ kind, path }: Edit, fix: Fix, { notation, valueAt }: ContainerSource): void {
	const current = valueAt(path);
	if (notation !== "compose" || kind !== "set" || typeof current !== "string") return;
	if (fix.kind === "read-only-mount" && hasLiteralTarget.test(current)) return;
	const [, name] = /\$\{?(\w+)/.exec(current.replaceAll("$$", "")) ?? [];
	if (name === undefined) return;
	const key = path.findLast((part) => typeof part === "string");
	throw new NotEditableError(
		`${key} contains the variable ${formatForDisplay(name)}, whose value can differ at startup; replace it with the value that is needed`,
	);
}

/** A volume whose target has no variable: `:ro` can be added at the end, whatever its source is. */
const hasLiteralTarget = /:\/[^:$}]*(?::[a-zA-Z,]+)?$/;

function buildEdits(fix: Fix, source: ContainerSource): readonly Edit[] {
	switch (fix.kind) {
		case "read-only-root":
			return [{ kind: "set", path: source.path("readonlyRootFilesystem"), value: true }];
		case "add-tmpfs":
			return [addTmpfs(fix, source)];
		case "tmpfs-size":
			return [setTmpfsSize(fix, source)];
		case "tmpfs-options":
			return addTmpfsOptions(fix, source);
		case "read-only-mount":
			return [setMountReadOnly(fix, source)];
	}
}

type FixOf<Kind extends Fix["kind"]> = Extract<Fix, { readonly kind: Kind }>;

function addTmpfs({ path, sizeMiB, options }: FixOf<"add-tmpfs">, source: ContainerSource): Edit {
	const at = source.path("linuxParameters.tmpfs");
	if (source.notation !== "compose") {
		const keys = source.notation === "cloudformation" ? pascal : camel;
		const value = {
			[keys.containerPath]: path,
			[keys.size]: sizeMiB,
			...(options.length > 0 ? { [keys.mountOptions]: options } : {}),
		};
		return { kind: "append", path: at, value };
	}
	const value = `${path}:${[`size=${sizeMiB}m`, ...options].join(",")}`;
	const current = source.valueAt(at);
	return typeof current === "string"
		? { kind: "set", path: at, value: [current, value] }
		: { kind: "append", path: at, value };
}

const camel = { containerPath: "containerPath", size: "size", mountOptions: "mountOptions" };
const pascal = { containerPath: "ContainerPath", size: "Size", mountOptions: "MountOptions" };

function setTmpfsSize({ index, sizeMiB }: FixOf<"tmpfs-size">, source: ContainerSource): Edit {
	const at = source.path(`linuxParameters.tmpfs.${index}`);
	if (source.notation !== "compose")
		return { kind: "set", path: source.path(`linuxParameters.tmpfs.${index}.size`), value: sizeMiB };
	const current = source.valueAt(at);
	if (typeof current !== "string") return { kind: "set", path: [...at, "tmpfs", "size"], value: `${sizeMiB}m` };
	const [target = "", ...options] = current.split(/[:,]/);
	const others = options.filter((option) => !option.trim().toLowerCase().startsWith("size="));
	return { kind: "set", path: at, value: `${target}:${[...others, `size=${sizeMiB}m`].join(",")}` };
}

function addTmpfsOptions({ index, missing }: FixOf<"tmpfs-options">, source: ContainerSource): readonly Edit[] {
	const field = `linuxParameters.tmpfs.${index}`;
	if (source.notation === "compose") {
		const path = source.path(field);
		const current = source.valueAt(path);
		if (typeof current !== "string") return [];
		return [{ kind: "set", path, value: `${current}${current.includes(":") ? "," : ":"}${missing.join(",")}` }];
	}
	return missing.map((value) => ({ kind: "append", path: source.path(`${field}.mountOptions`), value }));
}

function setMountReadOnly({ index }: FixOf<"read-only-mount">, source: ContainerSource): Edit {
	const at = source.path(`mountPoints.${index}`);
	if (source.notation !== "compose")
		return { kind: "set", path: source.path(`mountPoints.${index}.readOnly`), value: true };
	const current = source.valueAt(at);
	if (typeof current !== "string") return { kind: "set", path: [...at, "read_only"], value: true };
	return { kind: "set", path: at, value: toReadOnlyVolume(current) };
}

/** Makes `src:dst`, `src:dst:z` or `src:dst:rw,z` read-only. An anonymous volume has no source to protect. */
function toReadOnlyVolume(text: string): PlainValue {
	const [, body = text, mode] = /^(.*?:\/[^:]*)(?::([a-zA-Z,]+))?$/.exec(text) ?? [];
	const others = (mode ?? "").split(",").filter((one) => one !== "" && one !== "rw");
	return `${body}:${["ro", ...others].join(",")}`;
}

import type { Value } from "../../core/reading.ts";
import { type Open, openings, reasonFor, splitAt, type Template, unsetVariable, written } from "./template.ts";

/** `source:target:mode` taken apart. */
export interface VolumeText {
	/** Null for an anonymous volume. */
	readonly source: Template | null;
	readonly target: Template;
	readonly readOnly: Value<boolean>;
}

const driveLetter = /^[A-Za-z]$/;

/**
 * Reads the short form of a volume, of Compose and of `docker run -v`; null when it is none. As in Compose, a single
 * letter before a colon is a Windows drive.
 * https://docs.docker.com/reference/compose-file/services/#short-syntax-5
 */
export function readVolumeText(text: Template): VolumeText | null {
	const sections = withDrives(splitAt(text, ":"));
	const [first, second, mode, ...tooMany] = sections;
	if (first === undefined || tooMany.length > 0 || sections.some((section) => section.length === 0)) return null;
	if (second === undefined) return { source: null, target: first, readOnly: readOnlyIfWhole(first) };
	return { source: first, target: second, readOnly: mode === undefined ? false : readOnlyBy(mode) };
}

function withDrives(sections: readonly Template[]): readonly Template[] {
	const whole: Template[] = [];
	let drive = "";
	for (const section of sections) {
		const [only] = section;
		if (drive === "" && section.length === 1 && typeof only === "string" && driveLetter.test(only)) {
			drive = `${only}:`;
			continue;
		}
		const [start, ...rest] = section;
		if (drive === "") whole.push(section);
		else whole.push(typeof start === "string" ? [drive + start, ...rest] : [drive, ...section]);
		drive = "";
	}
	return drive === "" ? whole : [...whole, [drive.slice(0, -1)]];
}

/** A single open place may stand for a source, a target and a mode. */
const readOnlyIfWhole = (text: Template): Value<boolean> =>
	isOnlyOpen(text) ? { unresolved: reasonFor(openings(text)) } : false;

export const isOnlyOpen = (text: Template): boolean => text.length === 1 && typeof text[0] !== "string";

/** `ro` and `rw`, the last one holds; `rro` is nerdctl's. Other options say nothing of writing. */
function readOnlyBy(mode: Template): Value<boolean> {
	let readOnly: Value<boolean> = false;
	for (const option of splitAt(mode, ",")) {
		const text = written(option);
		const open = openings(option);
		if (open.length > 0) readOnly = { unresolved: reasonFor(open) };
		else if (text === "ro" || text === "rro" || text === "readonly") readOnly = true;
		else if (text === "rw") readOnly = false;
	}
	return readOnly;
}

/** What a volume's source names: a path of the host, a volume, or one or the other. */
export function sourceKind(source: Template): "path" | "name" | "open" {
	const [first, second] = source;
	if (first === undefined) return "name";
	if (typeof first === "string") return /^(?:[./~]|\\\\|[A-Za-z]:)/.test(first) ? "path" : "name";
	return isFolder(first) || (typeof second === "string" && /^[/\\]/.test(second)) ? "path" : "open";
}

const folders: ReadonlySet<string> = new Set([unsetVariable("PWD").shown, unsetVariable("HOME").shown, "$(pwd)"]);

/** Variables and substitutions of the shell that are always a folder. */
export const isFolder = ({ shown: text }: Open): boolean => folders.has(text);

/** `C:\data`, `\\.\pipe\name`: a path that only Windows has. */
export const isWindowsPath = (path: string): boolean => /^(?:[A-Za-z]:[\\/]|\\\\)/.test(path);

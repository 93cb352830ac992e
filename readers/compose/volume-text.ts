import { type Hole, PartialText, reasonOf } from "../../core/partial-text.ts";
import type { Value } from "../../core/reading.ts";
import { unsetVariable } from "./interpolate.ts";

/** The parts of `source:target:mode`. */
export interface VolumeText {
	/** Null for an anonymous volume. */
	readonly source: PartialText | null;
	readonly target: PartialText;
	readonly readOnly: Value<boolean>;
}

const driveLetter = /^[A-Za-z]$/;

/**
 * Reads the short form of a volume, of Compose and of `docker run -v`; null when it is invalid. As in Compose, a single
 * letter before a colon is a Windows drive.
 * https://docs.docker.com/reference/compose-file/services/#short-syntax-5
 */
export function readVolumeText(text: PartialText): VolumeText | null {
	const sections = joinDriveLetters(text.splitAt(":"));
	const [first, second, mode, ...tooMany] = sections;
	if (first === undefined || tooMany.length > 0 || sections.some((section) => section.isEmpty)) return null;
	if (second === undefined) return { source: null, target: first, readOnly: readOnlyOfSingle(first) };
	return { source: first, target: second, readOnly: mode === undefined ? false : readOnlyBy(mode) };
}

function joinDriveLetters(sections: readonly PartialText[]): readonly PartialText[] {
	const whole: PartialText[] = [];
	let drive = "";
	for (const section of sections) {
		if (drive === "" && section.isKnown && driveLetter.test(String(section))) {
			drive = `${section}:`;
			continue;
		}
		whole.push(new PartialText([drive, section]));
		drive = "";
	}
	return drive === "" ? whole : [...whole, new PartialText([drive.slice(0, -1)])];
}

/** A single hole may contain a source, a target and a mode. */
const readOnlyOfSingle = (text: PartialText): Value<boolean> =>
	text.isOnlyHole ? { unresolved: reasonOf(text.holes) } : false;

/** `ro` and `rw`: the last one wins; `rro` is nerdctl's. Other options do not affect write access. */
function readOnlyBy(mode: PartialText): Value<boolean> {
	let readOnly: Value<boolean> = false;
	for (const option of mode.splitAt(",")) {
		const text = String(option);
		if (!option.isKnown) readOnly = { unresolved: reasonOf(option.holes) };
		else if (text === "ro" || text === "rro" || text === "readonly") readOnly = true;
		else if (text === "rw") readOnly = false;
	}
	return readOnly;
}

/** Whether a volume's source is a path of the host, the name of a volume, or unknown. */
export function sourceKind(source: PartialText): "path" | "name" | "unknown" {
	const [first, second] = source.parts;
	if (first === undefined) return "name";
	if (typeof first === "string") return /^(?:[./~]|\\\\|[A-Za-z]:)/.test(first) ? "path" : "name";
	return isFolderVariable(first) || (typeof second === "string" && /^[/\\]/.test(second)) ? "path" : "unknown";
}

const folders: ReadonlySet<string> = new Set([unsetVariable("PWD").label, unsetVariable("HOME").label, "$(pwd)"]);

/** Variables and substitutions that are always a folder. */
export const isFolderVariable = ({ label }: Hole): boolean => folders.has(label);

/** `C:\data`, `\\.\pipe\name`: a Windows path. */
export const isWindowsPath = (path: string): boolean => /^(?:[A-Za-z]:[\\/]|\\\\)/.test(path);

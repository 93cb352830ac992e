import type { Judged } from "../judged.ts";
import type { Paint } from "../terminal.ts";

export const formatNames = ["text", "json", "sarif", "junit", "github", "csv"] as const;
export type FormatName = (typeof formatNames)[number];

/** What is announced and not there yet. */
export const laterFormats: readonly string[] = ["html", "asff"];

/** How a report is to look. */
export interface Looks {
	readonly paint: Paint;
	/** Columns to wrap at; null: not at all. */
	readonly width: number | null;
	readonly quiet: boolean;
	/** Whether people also want to read what passes and what does not apply. */
	readonly all: boolean;
	/** Whether what is not known counts as a failure. */
	readonly strict: boolean;
	/** Absolute path of the folder that paths in reports start from: the repository's in a CI job, else where it runs. */
	readonly root: string;
	/** The working directory: where the paths of the files start from. */
	readonly folder: string;
}

/** Renders what was found, piece by piece: a report of thousands of files is never in memory as a whole. */
export type Format = (judged: Judged, looks: Looks) => Iterable<string>;

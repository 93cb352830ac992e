import type { CheckResult, HowToEnd } from "../check-result.ts";
import type { Paint } from "../terminal.ts";

/** How to format a report. */
export interface FormatOptions extends HowToEnd {
	readonly paint: Paint;
	/** Columns to wrap at; null: no wrapping. */
	readonly width: number | null;
	readonly quiet: boolean;
	/** Whether to list passes and controls that do not apply. */
	readonly all: boolean;
	/** The path of the policy; null: the default policy. */
	readonly policy: string | null;
	/** Whether the report itself lists what could not be read, because standard error may be lost. */
	readonly listsUnread: boolean;
	/** The address of the folder that has the page of each control; null: the one of this version that the package names. */
	readonly pages: string | null;
	/** Absolute path of the folder that paths in reports are relative to: the repository in a CI job, otherwise the working directory. */
	readonly root: string;
	/** The working directory, which the paths of the files are relative to. */
	readonly folder: string;
}

/** Renders a result in chunks, so that a report on thousands of files is never in memory as a whole. */
export type Format = (result: CheckResult, options: FormatOptions) => Iterable<string>;

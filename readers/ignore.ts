import type { Location } from "./document/source-document.ts";

/** An ignore as it is written: without a control or a reason it is not valid. */
export interface MetadataIgnore {
	readonly at: Location;
	readonly control: string | null;
	readonly reason: string | null;
	/** The only container that it covers; null: the whole subject. */
	readonly container: string | null;
	/** What is wrong with its form, and what to write. Absent: nothing. */
	readonly problem?: string;
}

/** A failure of one control that the file itself accepts. */
export interface Ignore {
	/** Identifies it among those of the run: its location and control. */
	readonly key: string;
	readonly control: string;
	readonly reason: string;
	readonly at: Location & { readonly file: string };
	/** Whether it covers a verdict on a container, or on the whole subject, at a location. */
	readonly covers: (container: string | undefined, at: Location) => boolean;
}

import type { ControlId } from "../../core/control.ts";

/** What a mend or a note is about. */
export type Topic = "root" | "sizes" | "options" | "mounts";

export const topics = ["root", "sizes", "options", "mounts"] as const satisfies readonly Topic[];

/** The controls whose failure asks for a mend. */
export const causes: Readonly<Record<Topic, readonly ControlId[]>> = {
	root: ["task-definition/read-only-root", "task-definition/writable-paths"],
	sizes: ["task-definition/tmpfs-size"],
	options: ["task-definition/tmpfs-options"],
	mounts: ["task-definition/read-only-mounts"],
};

export interface PlanNote {
	readonly topic: Topic;
	/** What the owner should know, or has to do first: a clause. */
	readonly text: string;
	/** It says nothing where the mend does not come about. */
	readonly isAboutMend?: true;
}

import { controls } from "../../controls/index.ts";
import type { FixTopic } from "../../core/control.ts";

/** What a fix or a note is about. */
export type Topic = FixTopic;

export const topics = ["root", "sizes", "options", "mounts"] as const satisfies readonly Topic[];

/** Ids of the controls whose failures can be fixed. */
export const controlsByTopic: Readonly<Record<Topic, readonly string[]>> = {
	root: idsOf("root"),
	sizes: idsOf("sizes"),
	options: idsOf("options"),
	mounts: idsOf("mounts"),
};

function idsOf(topic: Topic): readonly string[] {
	return controls.flatMap(({ id, fixTopic }) => (fixTopic === topic ? id : []));
}

export interface PlanNote {
	readonly topic: Topic;
	/** What the user should know, or has to do first: a clause. */
	readonly text: string;
	/** Absent: the note also applies when the fix is not made. */
	readonly appliesOnlyIfFixed?: true;
}

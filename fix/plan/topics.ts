import { controls } from "../../controls/index.ts";
import type { FixTopic } from "../../core/control.ts";

/** What a mend or a note is about. */
export type Topic = FixTopic;

export const topics = ["root", "sizes", "options", "mounts"] as const satisfies readonly Topic[];

/** Ids of the controls whose failure asks for a mend. */
export const causes: Readonly<Record<Topic, readonly string[]>> = {
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
	/** What the owner should know, or has to do first: a clause. */
	readonly text: string;
	/** It says nothing where the mend does not come about. */
	readonly isAboutMend?: true;
}

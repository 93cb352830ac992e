import type { BlockRecord } from "../../core/block-record.ts";

/** Whether an attempt is about a registered revision; its `resource` is the ARN of that. */
export const isAboutRegistration = ({ action }: Pick<BlockRecord, "action">): boolean =>
	action === "deregister" || action === "tag";

/** Whether the revision is not active any more. */
export const isNowInactive = ({ action, outcome }: Pick<BlockRecord, "action" | "outcome">): boolean =>
	action === "deregister" && (outcome === "done" || outcome === "gone");

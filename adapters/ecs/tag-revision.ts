import { type ECSClient, TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-ecs";
import type { Action, Permission } from "../../core/permission.ts";
import { toSingleLine, truncate } from "../../core/text.ts";
import { blockTag, blockTagValue } from "../../domain/blocks/block-tag.ts";
import { type CallOptions, callAws } from "../clients/call-aws.ts";
import { failureKindOf, isNamed, isReadFailure, reasonFor } from "../failures.ts";

/** Resource type and condition key as in the Service Authorization Reference. */
export const permissions: readonly Permission[] = [
	{ action: "ecs:TagResource", on: "task-definition", keys: [blockTag] },
	{ action: "ecs:UntagResource", on: "task-definition", keys: [blockTag] },
];

/** `gone`: the revision does not exist any more. */
export type TagResult = { readonly outcome: "done" | "gone" } | { readonly outcome: "failed"; readonly reason: string };

/**
 * Sets the tag of a blocked revision, by its ARN, to the ids of the controls; the same tag again changes nothing. A failure is returned
 * and never taken for a success. Throws TryLaterError for throttling and missing responses.
 */
export function tagRevision(client: ECSClient, revisionArn: string, because: readonly string[]): Promise<TagResult> {
	const tags = [{ key: blockTag, value: blockTagValue(because) }];
	return change("ecs:TagResource", (options) =>
		client.send(new TagResourceCommand({ resourceArn: revisionArn, tags }), options),
	);
}

/** Removes the tag, if there is one. Failures as above. */
export function untagRevision(client: ECSClient, revisionArn: string): Promise<TagResult> {
	return change("ecs:UntagResource", (options) =>
		client.send(new UntagResourceCommand({ resourceArn: revisionArn, tagKeys: [blockTag] }), options),
	);
}

async function change(action: Action, call: (options: CallOptions) => Promise<object>): Promise<TagResult> {
	try {
		await callAws(action, call);
		return { outcome: "done" };
	} catch (error) {
		if (isNamed(error, "ResourceNotFoundException")) return { outcome: "gone" };
		if (!isReadFailure(error)) throw error;
		const message = failureKindOf(error) === "rejected" ? `: ${toSingleLine((error as Error).message)}` : "";
		return { outcome: "failed", reason: truncate(`${reasonFor(action, error)}${message}`, 300) };
	}
}

import type { AccountRegion } from "../../core/subject.ts";

/** Where a topic is, and its name. `arn`: a valid one. */
export function placeOfTopic(arn: string): AccountRegion & { readonly name: string } {
	const [, partition = "", , region = "", account = "", name = ""] = arn.split(":");
	return { partition, region, account, name };
}

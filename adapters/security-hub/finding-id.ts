import { createHash } from "node:crypto";
import { findingIdOf } from "../../core/finding.ts";
import limits from "./asff-limits.json" with { type: "json" };

/** The finding's id in Security Hub: the subject is replaced by its hash if the id would be too long for ASFF. */
export function boundedFindingId(control: string, arn: string): string {
	const id = findingIdOf(control, arn);
	if ([...id].length <= limits.characters.Id) return id;
	return findingIdOf(control, `sha256:${createHash("sha256").update(arn).digest("hex")}`);
}

import { waiverNotes } from "../policy-file/waiver-notes.ts";
import { allVerdicts, type CheckResult } from "./check-result.ts";
import type { LoadedPolicy } from "./policy-file.ts";

/** The waivers that need attention, with their locations in the policy. `now`: ISO 8601. */
export function waiverLines(
	result: CheckResult,
	{ policy, path, waiverPositions: waiverPlaces }: LoadedPolicy,
	now: string,
): readonly string[] {
	return waiverNotes(policy.waivers, allVerdicts(result), now).map(({ waiver, text }) => {
		const { line, column } = waiverPlaces[waiver] ?? { line: 1, column: 1 };
		return `${path ?? "the policy"}:${line}:${column}: ${text}`;
	});
}

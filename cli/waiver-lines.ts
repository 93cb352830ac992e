import { policyNotes } from "../policy-file/policy-notes.ts";
import { allVerdicts, type CheckResult, verdictsInAws } from "./check-result.ts";
import type { LoadedPolicy } from "./policy-file.ts";

/** What needs attention in the policy, such as expired waivers, with their locations in the policy. `now`: ISO 8601. */
export function waiverLines(result: CheckResult, policy: LoadedPolicy, now: string): readonly string[] {
	return policyNotes(policy, [...allVerdicts(result), ...verdictsInAws(result)], now).map(
		({ at: { line, column }, text }) => `${policy.path ?? "the policy"}:${line}:${column}: ${text}`,
	);
}

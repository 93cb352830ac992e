import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Waiver } from "../core/policy.ts";
import { policyNotes } from "../policy-file/policy-notes.ts";
import { allVerdicts, type CheckResult, verdictsInAws } from "./check-result.ts";
import type { LoadedPolicy } from "./policy-file.ts";

/** What needs attention in the policy, such as expired waivers, with their locations in the policy. `now`: ISO 8601. */
export function waiverLines(result: CheckResult, policy: LoadedPolicy, now: string): readonly string[] {
	const verdicts = [...allVerdicts(result), ...verdictsInAws(result)];
	const judged = new Set(verdicts.map(({ control }) => control));
	const checked = new Set(result.files.map(({ path }) => policy.pathInPolicy(path)));
	const mustMatch = ({ control, resource }: Waiver): boolean =>
		judged.has(control) && !isOfAccount(resource) && !isOfOtherFile(resource, policy, checked);
	return policyNotes(policy, verdicts, now, mustMatch).map(
		({ at: { line, column }, text }) => `${policy.path ?? "the policy"}:${line}:${column}: ${text}`,
	);
}

/** An ARN, which nothing in a file has. */
const isOfAccount = (resource: string): boolean => resource.startsWith("arn:");

/** `path` or `path#name` of a file that exists and was not checked in this run. */
function isOfOtherFile(resource: string, { path }: LoadedPolicy, checked: ReadonlySet<string>): boolean {
	const [named = ""] = resource.replace(/^(?:\.\/+)+/, "").split("#");
	if (named === "" || named.includes("*") || checked.has(named) || path === null) return false;
	return existsSync(join(dirname(path), named));
}

/** The ignores in place that hide nothing, with their locations; none of a control that was not judged in this run. */
export function ignoreLines(result: CheckResult, judges: (control: string) => boolean): readonly string[] {
	const verdicts = [...allVerdicts(result), ...verdictsInAws(result)];
	const used = new Set(verdicts.flatMap(({ ignoredBy = [] }) => ignoredBy));
	const idle = result.files.flatMap(({ ignores = [] }) =>
		ignores.filter(({ key, control }) => !used.has(key) && judges(control)),
	);
	return [...new Map(idle.map((one) => [one.key, one])).values()].map(({ at, control }) => {
		return `${at.file}:${at.line}:${at.column}: the ignore of ${control} hides nothing, because that control does not fail there; remove it`;
	});
}

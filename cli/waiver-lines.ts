import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { controls } from "../controls/index.ts";
import { policyNotes } from "../policy-file/policy-notes.ts";
import type { MustMatch } from "../policy-file/waiver-notes.ts";
import { allVerdicts, type CheckResult, verdictsInAws } from "./check-result.ts";
import { isFolder } from "./list-inputs.ts";
import type { LoadedPolicy } from "./policy-file.ts";
import { isInFiles } from "./selected-controls.ts";

/** What needs attention in the policy, such as expired waivers, with their locations in the policy. `now`: ISO 8601. */
export function waiverLines(result: CheckResult, policy: LoadedPolicy, now: string): readonly string[] {
	const verdicts = [...allVerdicts(result), ...verdictsInAws(result)];
	// A waiver of a service, a cluster or a capacity provider is one for AWS, where these have other names.
	const judged = new Set(verdicts.flatMap(({ control, onlyInAws }) => (onlyInAws === undefined ? [control] : [])));
	const checked = new Set(result.files.map(({ path }) => policy.pathInPolicy(path)));
	const mustMatch: MustMatch = ({ control, resource }) => {
		if (!judged.has(control) || isOfAccount(resource)) return false;
		const folder = folderNamed(resource, policy);
		return folder === null ? !isOfOtherFile(resource, policy, checked) : { folder };
	};
	return policyNotes(policy, verdicts, now, mustMatch).map(
		({ at: { line, column }, text }) => `${policy.path ?? "the policy"}:${line}:${column}: ${text}`,
	);
}

/** An ARN, which nothing in a file has. */
const isOfAccount = (resource: string): boolean => resource.startsWith("arn:");

/** A folder that a waiver names by its path, which is no resource; null when it names something else, such as `task-definition/web`. */
function folderNamed(resource: string, { path }: LoadedPolicy): string | null {
	if (path === null || /[*#]/.test(resource) || controls.some(({ on }) => resource.startsWith(`${on}/`))) return null;
	return isFolder(join(dirname(path), resource)) ? resource : null;
}

/** `path` or `path#name` of a file that exists and was not checked in this run. */
function isOfOtherFile(resource: string, { path }: LoadedPolicy, checked: ReadonlySet<string>): boolean {
	const [named = ""] = resource.replace(/^(?:\.\/+)+/, "").split("#");
	if (named === "" || named.includes("*") || checked.has(named) || path === null) return false;
	return existsSync(join(dirname(path), named));
}

const elsewhere = "is judged in AWS only; write a waiver in the policy instead";

/** The ignores in place that hide nothing, with their locations; none of a control that was not judged in this run. */
export function ignoreLines(result: CheckResult, judges: (control: string) => boolean): readonly string[] {
	const verdicts = [...allVerdicts(result), ...verdictsInAws(result)];
	const used = new Set(verdicts.flatMap(({ ignoredBy = [] }) => ignoredBy));
	const idle = result.files.flatMap(({ ignores = [] }) =>
		ignores.filter(({ key, control }) => !used.has(key) && judges(control)),
	);
	return [...new Map(idle.map((one) => [one.key, one])).values()].map(({ at, control }) => {
		const why = isInFiles(control) ? "does not fail there; remove it" : elsewhere;
		return `${at.file}:${at.line}:${at.column}: the ignore of ${control} hides nothing, because that control ${why}`;
	});
}

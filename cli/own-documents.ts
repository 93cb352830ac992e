import { basename } from "node:path";
import { fieldsIn, itemsIn, textIn } from "../core/json.ts";
import { policyNames } from "../policy-file/policy-names.ts";
import { isControl } from "./nearest-control.ts";

/** Whether a document is one of Shipshape itself, which a run finds in a folder: a policy, a baseline, a report. */
export function isOwnDocument(path: string, value: unknown): boolean {
	const { baselineVersion, tool, runs } = fieldsIn(value);
	const tools = [tool, ...itemsIn(runs).map((run) => fieldsIn(fieldsIn(run)["tool"])["driver"])];
	return (
		baselineVersion !== undefined ||
		tools.some((one) => fieldsIn(one)["name"] === "shipshape") ||
		isCodeQualityReport(path, value) ||
		policyNames.includes(basename(path))
	);
}

/** A report for GitLab names no tool, and one without a finding is an empty list; it then has the usual name. */
function isCodeQualityReport(path: string, value: unknown): boolean {
	if (!Array.isArray(value)) return false;
	if (value.length === 0) return basename(path) === "gl-code-quality-report.json";
	return value.every((one) => {
		const { check_name: checked, fingerprint } = fieldsIn(one);
		const [name, hash] = [textIn(checked) ?? "", textIn(fingerprint) ?? ""];
		return (isControl(name) || noControls.includes(name)) && /^[0-9a-f]{32}(?::\d+)?$/.test(hash);
	});
}

/** The check names in such a report that are no controls. */
const noControls: readonly string[] = ["not-checked", "several-controls"];

import { basename } from "node:path";
import { fieldsIn, itemsIn } from "../core/json.ts";
import { policyNames } from "../policy-file/policy-names.ts";

/** Whether a document is one of Shipshape itself, which a run finds in a folder: a policy, a baseline, a report. */
export function isOwnDocument(path: string, value: unknown): boolean {
	const { baselineVersion, tool, runs } = fieldsIn(value);
	const tools = [tool, ...itemsIn(runs).map((run) => fieldsIn(fieldsIn(run)["tool"])["driver"])];
	return (
		baselineVersion !== undefined ||
		tools.some((one) => fieldsIn(one)["name"] === "shipshape") ||
		policyNames.includes(basename(path))
	);
}

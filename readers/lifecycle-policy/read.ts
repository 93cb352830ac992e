import { fieldsIn, textIn } from "../../core/json.ts";
import { problemAt } from "../document/problem.ts";
import { policyReading } from "../policies/policy-reading.ts";
import type { FileReader } from "../reader.ts";

/** Reads a lifecycle policy: its text, or a response of GetLifecyclePolicy. Throws BadInputError for a string. */
export const readLifecyclePolicyFile: FileReader = (file) => {
	const { document, path } = file;
	// A list of rules is not a policy either, but is judged, which reports what is wrong with it.
	if (typeof document.value !== "object" || document.value === null) {
		throw problemAt(path, document.at([], "value"), 'not a lifecycle policy; write {"rules": [...]}');
	}
	const embedded = textIn(fieldsIn(document.value)["lifecyclePolicyText"]);
	const text = embedded ?? JSON.stringify(document.value);
	return policyReading(
		file,
		{ lifecyclePolicy: { value: text } },
		"lifecyclePolicyText",
		embedded && "lifecyclePolicyText",
	);
};

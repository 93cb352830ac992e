import { isFields, textIn } from "../../core/json.ts";
import { problemAt } from "../document/at-place.ts";
import { policyReading } from "../policies/policy-reading.ts";
import { accessPolicyIn, withoutOpen } from "../policies/policy-text.ts";
import type { FileReader } from "../reader.ts";

/** Reads a repository policy: its text, or what GetRepositoryPolicy answers. Throws BadInputError for what is no object. */
export const readRepositoryPolicyFile: FileReader = (file) => {
	const { document, path } = file;
	if (!isFields(document.value)) {
		throw problemAt(
			path,
			document.at([], "value"),
			'not a repository policy; write {"Version": …, "Statement": [...]}',
		);
	}
	const carried = textIn(document.value["policyText"]);
	const accessPolicy = carried === null ? { value: withoutOpen(document.value) } : accessPolicyIn(carried);
	return policyReading(file, { accessPolicy }, "repositoryPolicyText", carried && "policyText");
};

import { isFields, textIn } from "../../core/json.ts";
import { dropUnresolvedKeys } from "../document/drop-unresolved-keys.ts";
import { problemAt } from "../document/problem.ts";
import { policyReading } from "../policies/policy-reading.ts";
import { accessPolicyIn } from "../policies/policy-text.ts";
import type { FileReader } from "../reader.ts";

/** Reads a repository policy: its text, or a response of GetRepositoryPolicy. Throws BadInputError when it is not an object. */
export const readRepositoryPolicyFile: FileReader = (file) => {
	const { document, path } = file;
	if (!isFields(document.value)) {
		throw problemAt(
			path,
			document.at([], "value"),
			'not a repository policy; write {"Version": …, "Statement": [...]}',
		);
	}
	const embedded = textIn(document.value["policyText"]);
	const accessPolicy = embedded === null ? { value: dropUnresolvedKeys(document.value) } : accessPolicyIn(embedded);
	return policyReading(file, { accessPolicy }, "repositoryPolicyText", embedded && "policyText");
};

import type { RepositoryFacts } from "../../core/facts.ts";
import { fieldsIn, isFields, textIn } from "../../core/json.ts";
import { shown } from "../../core/text.ts";
import { problemAt } from "../document/at-place.ts";
import { nameOf } from "../document/named-after-file.ts";
import type { DocumentPath } from "../document/source-document.ts";
import type { FileReader, FileReading, FileSubject, SourceFile } from "../reader.ts";
import { bareRepository, ofLifecyclePolicy, ofRepositoryPolicy } from "./bare-repository.ts";
import { accessPolicyIn, withoutOpen } from "./policy-text.ts";

export { looksLikeLifecyclePolicy, looksLikeRepositoryPolicy } from "./recognise-policy.ts";

/** Reads a lifecycle policy: its text, or what GetLifecyclePolicy answers. Throws BadInputError for a bare text. */
export const readLifecyclePolicyFile: FileReader = (file) => {
	const { document, path } = file;
	// A list of rules is none either, but is judged: AWS would say what is wrong with it.
	if (typeof document.value !== "object" || document.value === null) {
		throw problemAt(path, document.at([], "value"), 'not a lifecycle policy; write {"rules": [...]}');
	}
	const carried = textIn(fieldsIn(document.value)["lifecyclePolicyText"]);
	const text = carried ?? JSON.stringify(document.value);
	return readingOf(file, { lifecyclePolicy: { value: text } }, ofLifecyclePolicy, carried && "lifecyclePolicyText");
};

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
	return readingOf(file, { accessPolicy }, ofRepositoryPolicy, carried && "policyText");
};

function readingOf(
	{ document, path, readAt }: SourceFile,
	policy: Parameters<typeof bareRepository>[1],
	only: readonly string[],
	carriedBy: string | null,
): FileReading {
	const { repositoryName, registryId } = fieldsIn(document.value);
	const known: Pick<RepositoryFacts, "name" | "arn" | "account" | "readAt"> = {
		name: shown(textIn(repositoryName) ?? nameOf(path)),
		arn: path,
		account: textIn(registryId) ?? { unresolved: "the file does not say whose repository it is" },
		readAt,
	};
	const place: FileSubject["place"] = (field) =>
		document.at(carriedBy === null ? withinPolicy(field) : [carriedBy], "key");
	return { subjects: [{ facts: bareRepository(known, policy), place, only }], notes: [] };
}

/** `repositoryPolicyText.Statement.2`: the policy is the document. */
const withinPolicy = (field: string): DocumentPath =>
	field
		.split(".")
		.slice(1)
		.map((step) => (/^\d+$/.test(step) ? Number(step) : step));

import type { RepositoryFacts } from "../../core/facts.ts";
import { fieldsIn, textIn } from "../../core/json.ts";
import { formatForDisplay } from "../../core/text.ts";
import { nameOf } from "../document/named-after-file.ts";
import type { DocumentPath } from "../document/source-document.ts";
import type { FileReading, FileSubject, SourceFile } from "../reader.ts";
import { bareRepository } from "./bare-repository.ts";

/**
 * What a file with one policy holds: its repository, of which nothing else is known. `carriedBy` is the field of an answer
 * that carries the policy as a string; null where the document is the policy.
 */
export function policyReading(
	{ document, path, readAt }: SourceFile,
	policy: Parameters<typeof bareRepository>[1],
	onlyField: string,
	carriedBy: string | null,
): FileReading {
	const { repositoryName, registryId } = fieldsIn(document.value);
	const known: Pick<RepositoryFacts, "name" | "arn" | "account" | "readAt"> = {
		name: formatForDisplay(textIn(repositoryName) ?? nameOf(path)),
		arn: path,
		account: textIn(registryId) ?? { unresolved: "the file does not say whose repository it is" },
		readAt,
	};
	const place: FileSubject["place"] = (field) =>
		document.at(carriedBy === null ? withinPolicy(field) : [carriedBy], "key");
	return { subjects: [{ facts: bareRepository(known, policy), place, onlyField }], notes: [] };
}

/** `repositoryPolicyText.Statement.2`: the policy is the document. */
const withinPolicy = (field: string): DocumentPath =>
	field
		.split(".")
		.slice(1)
		.map((step) => (/^\d+$/.test(step) ? Number(step) : step));

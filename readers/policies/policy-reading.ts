import type { RepositoryFacts } from "../../core/facts.ts";
import { fieldsIn, textIn } from "../../core/json.ts";
import { formatForDisplay } from "../../core/text.ts";
import { nameFromPath } from "../document/name-from-path.ts";
import type { DocumentPath } from "../document/source-document.ts";
import type { FileReading, FileSubject } from "../reader.ts";
import type { SourceFile } from "../source-file.ts";
import { policyOnlyRepository } from "./policy-only-repository.ts";

/**
 * Reads a file with one policy: its repository, of which nothing else is known. `embeddedIn` is the field of an API response
 * that contains the policy as a string; null when the document is the policy.
 */
export function policyReading(
	{ document, path, readAt }: SourceFile,
	policy: Parameters<typeof policyOnlyRepository>[1],
	onlyField: string,
	embeddedIn: string | null,
): FileReading {
	const { repositoryName, registryId } = fieldsIn(document.value);
	const known: Pick<RepositoryFacts, "name" | "arn" | "account" | "readAt"> = {
		name: formatForDisplay(textIn(repositoryName) ?? nameFromPath(path)),
		arn: path,
		account: textIn(registryId) ?? { unresolved: "the file does not name the account of the repository" },
		readAt,
	};
	const positionOf: FileSubject["positionOf"] = (field) =>
		document.at(embeddedIn === null ? withinPolicy(field) : [embeddedIn], "key");
	return { subjects: [{ facts: policyOnlyRepository(known, policy), positionOf, onlyField }], notes: [] };
}

/** `repositoryPolicyText.Statement.2`: the policy is the document. */
const withinPolicy = (field: string): DocumentPath =>
	field
		.split(".")
		.slice(1)
		.map((step) => (/^\d+$/.test(step) ? Number(step) : step));

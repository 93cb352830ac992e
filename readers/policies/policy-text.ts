import { BadInputError } from "../../core/errors.ts";
import type { RepositoryFacts } from "../../core/facts.ts";
import { dropUnresolvedKeys } from "../document/drop-unresolved-keys.ts";
import { readJson } from "../document/json-document.ts";

/** The document in the text of a repository policy. Invalid JSON is not judged: AWS would have refused it. */
export function accessPolicyIn(text: string): RepositoryFacts["accessPolicy"] {
	try {
		return { value: dropUnresolvedKeys(readJson(text, "text").value) };
	} catch (error) {
		if (error instanceof BadInputError) return { unread: `the policy is not JSON (${error.message})` };
		throw error;
	}
}

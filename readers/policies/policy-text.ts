import { BadInputError } from "../../core/errors.ts";
import type { RepositoryFacts } from "../../core/facts.ts";
import { isFields } from "../../core/json.ts";
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

/** Drops keys named `unresolved`, so that a policy cannot fake an unresolved value. */
export function dropUnresolvedKeys(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(dropUnresolvedKeys);
	if (!isFields(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([key]) => key !== "unresolved")
			.map(([key, part]) => [key, dropUnresolvedKeys(part)]),
	);
}

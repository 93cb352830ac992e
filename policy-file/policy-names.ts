import { existsSync } from "node:fs";
import { join } from "node:path";
import { BadInputError } from "../core/errors.ts";

/** A folder has at most one of them. */
export const policyNames: readonly string[] = ["shipshape.yaml", "shipshape.yml", ".shipshape.yaml", ".shipshape.yml"];

/**
 * The policy file of a folder, or null when there is none. `shown`: the folder as messages name it. Throws BadInputError when there
 * are two, because one of them would be ignored without a word.
 */
export function policyPathIn(folder: string, shown = folder): string | null {
	const [found, other] = policyNames.filter((name) => existsSync(join(folder, name)));
	if (found !== undefined && other !== undefined) {
		const [first, second] = [found, other].map((name) => join(shown, name));
		throw new BadInputError(`${first}: ${second} is a policy, too, and only one would count; keep one of the two`);
	}
	return found === undefined ? null : join(shown, found);
}

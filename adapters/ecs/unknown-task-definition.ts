import { isNamed } from "../failures.ts";

/**
 * Whether ECS says that there is no such task definition. It has no error of its own for that: it answers
 * `ClientException`, "Unable to describe task definition.", and ClientException means many other things as well.
 */
export function isUnknownTaskDefinition(error: unknown): boolean {
	return (
		error instanceof Error &&
		isNamed(error, "ClientException") &&
		/^unable to describe task definition\b/i.test(error.message)
	);
}

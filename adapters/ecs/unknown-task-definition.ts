import { isNamed } from "../failures.ts";

/**
 * Whether an error means that the task definition does not exist. ECS has no specific error for this: it returns a
 * `ClientException` with "Unable to describe task definition.", and ClientException has many other meanings.
 */
export function isUnknownTaskDefinition(error: unknown): boolean {
	return (
		error instanceof Error &&
		isNamed(error, "ClientException") &&
		/^unable to describe task definition\b/i.test(error.message)
	);
}

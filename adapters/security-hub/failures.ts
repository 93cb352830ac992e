import { cut, oneLine } from "../../core/text.ts";

/** Why Security Hub did not take one finding. */
export interface FailedFinding {
	readonly id: string;
	readonly code: string;
	readonly message: string;
	/** Sending it again cannot help. */
	readonly permanent: boolean;
}

const maxMessage = 300;

/**
 * A failure as one finding's entry in an answer gives it. Codes of BatchUpdateFindings are documented with
 * UnprocessedFindings in the service model; those of BatchImportFindings are not, both say InvalidInput for what is no ASFF.
 */
export function failedFinding(id: string, code = "Unknown", message = ""): FailedFinding {
	const permanent = /^(?:InvalidInput|InvalidAccess|FindingSizeExceeded)/.test(code);
	return { id, code, message: cut(oneLine(message), maxMessage), permanent };
}

/** A whole call's failure, for each finding that was in it: errors of both operations in the service model. */
export function failedCall(ids: readonly string[], error: unknown): FailedFinding[] {
	const { name, message } = error instanceof Error ? error : { name: "Unknown", message: String(error) };
	return ids.map((id) => failedFinding(id, name, message));
}

/** The call was refused because of what was in it: smaller calls find out which finding it was. */
export const isInvalidInput = (error: unknown): boolean =>
	error instanceof Error && error.name === "InvalidInputException";

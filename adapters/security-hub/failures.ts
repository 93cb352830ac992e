import { toSingleLine, truncate } from "../../core/text.ts";

/** Why Security Hub rejected a finding. */
export interface FailedFinding {
	readonly id: string;
	readonly code: string;
	readonly message: string;
	/** Sending it again would not help. */
	readonly permanent: boolean;
}

const maxMessage = 300;

/**
 * The failure of one finding in a response. InvalidInput and FindingSizeExceeded are permanent; InvalidAccess is not, because
 * Security Hub may be enabled later. The codes of BatchUpdateFindings are documented with UnprocessedFindings in the service
 * model; those of BatchImportFindings are not. Both return InvalidInput for invalid ASFF.
 */
export function failedFinding(id: string, code = "Unknown", message = ""): FailedFinding {
	const permanent = /^(?:InvalidInput|FindingSizeExceeded)/.test(code);
	return { id, code, message: truncate(toSingleLine(message), maxMessage), permanent };
}

/** The failure of a whole call, for each of its findings: errors of both operations in the service model. */
export function failedCall(ids: readonly string[], error: unknown): FailedFinding[] {
	const { name, message } = error instanceof Error ? error : { name: "Unknown", message: String(error) };
	return ids.map((id) => failedFinding(id, name, message));
}

/** Whether a call was rejected because of its content: smaller calls then determine the invalid finding. */
export const isInvalidInput = (error: unknown): boolean =>
	error instanceof Error && error.name === "InvalidInputException";

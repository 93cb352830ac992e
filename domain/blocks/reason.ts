import { truncate } from "../../core/text.ts";

/** Characters of the reason in a record. */
export const maxReason = 1_000;

export const shortenReason = (text: string): string => truncate(text, maxReason);

/** Why what could not be checked is not refused. */
export const goesOn = (what: "deployment" | "operation"): string =>
	`the ${what} goes on, because the policy's block.onUnknown is allow`;

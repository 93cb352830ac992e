import { expect } from "@jest/globals";
import { BadInputError } from "../../core/errors.ts";

/** What a text is refused with, without the class; `accepted` when it is not. */
export function refusalOf(read: () => unknown): string {
	try {
		read();
	} catch (error) {
		expect(error).toBeInstanceOf(BadInputError);
		return error instanceof Error ? error.message : "";
	}
	return "accepted";
}

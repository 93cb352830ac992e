import { expect } from "@jest/globals";
import { parsePolicy } from "../../adapters/files/policy.ts";
import { BadInputError } from "../../core/errors.ts";

/** What a policy is refused with, without the class. */
export function refusalOf(text: string): string {
	try {
		parsePolicy(text, "shipshape.yaml");
	} catch (error) {
		expect(error).toBeInstanceOf(BadInputError);
		return error instanceof Error ? error.message : "";
	}
	return "accepted";
}

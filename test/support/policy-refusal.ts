import { expect } from "@jest/globals";
import { BadInputError } from "../../core/errors.ts";
import { parsePolicy } from "../../policy-file/policy.ts";

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

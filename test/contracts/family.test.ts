import { describe } from "@jest/globals";
import { FamilyAccount, subject } from "../support/family-account.ts";
import { familyContract } from "./family.ts";

describe("a family in memory", () => {
	familyContract(async () => {
		const account = new FamilyAccount("enforce", [], []);
		return {
			subject,
			ports: { read: account.read, deregister: account.deregister },
			register: async () => {
				account.revisions = [...account.revisions, account.revisions.length + 1];
			},
		};
	});
});

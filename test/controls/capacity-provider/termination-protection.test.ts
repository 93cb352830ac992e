import { expect, test } from "@jest/globals";
import control from "../../../controls/capacity-provider/termination-protection.ts";
import { aCapacityProvider } from "../../support/builders.ts";
import { verdictLines } from "../../support/judged.ts";

test.each<[string | null, string | null, string]>([
	["ENABLED", "ENABLED", "pass MEDIUM spot: managed termination protection is on"],
	["ENABLED", null, "pass MEDIUM spot: managed termination protection is on"],
	[
		"ENABLED",
		"DISABLED",
		"fail MEDIUM spot: managed termination protection has no effect, because managed scaling is off",
	],
	["DISABLED", "ENABLED", "fail MEDIUM spot: managed termination protection is off"],
	["DISABLED", null, "fail MEDIUM spot: managed termination protection is off"],
	["PARTIAL", "ENABLED", 'unknown MEDIUM spot: managedTerminationProtection "PARTIAL" is not recognized'],
	[null, null, "not-applicable MEDIUM spot: it has no Auto Scaling group"],
])("gives the right verdict for protection %p and scaling %p", (protection, managedScaling, expected) => {
	const facts = aCapacityProvider({ managedTerminationProtection: protection, managedScaling });
	expect(verdictLines(control, facts)).toEqual([expected]);
});

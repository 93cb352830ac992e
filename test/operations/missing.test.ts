import { DescribeRuleCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { createOperatorClients } from "../../adapters/clients/operator.ts";
import { examine } from "../../operations/doctor.ts";
import { awsError } from "../support/aws-errors.ts";
import { anInstallation, failEveryCall } from "../support/installation.ts";

async function missingRules(stack: string) {
	failEveryCall("AccessDeniedException");
	mockClient(EventBridgeClient).on(DescribeRuleCommand).rejects(awsError("ResourceNotFoundException"));
	const clients = createOperatorClients("eu-central-1");
	const results = await examine(clients, { ...anInstallation, stack }, "2026-11-29T12:00:00.000Z");
	return results.filter(({ check }) => check === "rule");
}

test.each([
	["Shipshape", "npx cdk deploy --revert-drift"],
	["Other", "npx cdk deploy --revert-drift --context stackName=Other"],
])(
	"a missing resource of stack %s is restored by a deployment of that stack, which deletes nothing",
	async (stack, command) => {
		const rules = await missingRules(stack);
		expect(rules.length).toBeGreaterThan(0);
		for (const { status, message, fix } of rules) {
			expect([status, fix]).toEqual(["problem", [command]]);
			expect(message).toMatch(/no longer exists, .* with every --context that it was deployed with$/);
		}
	},
);

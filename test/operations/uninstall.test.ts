import { ECSClient, ListClustersCommand } from "@aws-sdk/client-ecs";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { LambdaClient, ListEventSourceMappingsCommand, UpdateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { GetFindingsCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
import { describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { createOperatorClients } from "../../adapters/clients/operator.ts";
import { uninstall } from "../../operations/uninstall.ts";
import { awsError } from "../support/aws-errors.ts";
import { anInstallation } from "../support/installation.ts";

/** One function whose mapping goes through these states, one for each time that it is listed, and then stays in the last one. */
async function run(...states: readonly string[]) {
	mockClient(EventBridgeClient).resolves({});
	const ecs = mockClient(ECSClient);
	ecs.on(ListClustersCommand).resolves({ clusterArns: [] });
	const tagging = mockClient(ResourceGroupsTaggingAPIClient);
	tagging.on(GetResourcesCommand).resolves({ ResourceTagMappingList: [] });
	const securityHub = mockClient(SecurityHubClient);
	securityHub.on(GetFindingsCommand).resolves({ Findings: [] });
	const lambda = mockClient(LambdaClient);
	let listed = 0;
	lambda.on(ListEventSourceMappingsCommand).callsFake(() => {
		const State = states[Math.min(listed++, states.length - 1)] ?? "";
		return { EventSourceMappings: [{ UUID: "mapping", EventSourceArn: "arn", State }] };
	});
	let updates = 0;
	// As Lambda answers for a mapping that it is changing.
	lambda.on(UpdateEventSourceMappingCommand).callsFake(() => {
		updates++;
		if (states[Math.min(listed - 1, states.length - 1)] !== "Enabled") throw awsError("ResourceInUseException");
		return {};
	});
	const [one] = anInstallation.functions;
	const installation = { ...anInstallation, functions: one === undefined ? [] : [one] };
	const clients = createOperatorClients("eu-central-1");
	const result = await uninstall(clients, installation, { report: () => {}, wait: async () => {} }).catch(
		({ name, message }: Error) => `${name}: ${message}`,
	);
	const [archives, searches] = [securityHub.commandCalls(GetFindingsCommand), ecs.commandCalls(ListClustersCommand)];
	return { result, updates, archives: archives.length, searches: searches.length };
}

const done = {
	...{ archived: 0, failed: [] },
	...{ gates: { detached: [], failed: [] }, tags: { untagged: 0, failed: [] } },
};

describe("uninstall", () => {
	test("disables a mapping that is enabled", async () => {
		expect(await run("Enabled", "Disabling", "Disabled")).toMatchObject({ result: done, updates: 1 });
	});

	test("waits for a mapping that an earlier attempt has disabled", async () => {
		expect(await run("Disabling", "Disabling", "Disabled")).toMatchObject({ result: done, updates: 0 });
	});

	test.each(["Creating", "Enabling", "Updating"])("tries again while a mapping is %s", async (state) => {
		expect(await run(state, state, "Enabled", "Disabling", "Disabled")).toMatchObject({ result: done, updates: 3 });
	});

	test("looks for services with the gate when no function can run any more", async () => {
		expect(await run("Enabled", "Disabling", "Disabled")).toMatchObject({ searches: 1 });
		expect(await run("Updating")).toMatchObject({ searches: 0 });
	});

	test("ends with a reason, and archives nothing, when a mapping does not become Disabled", async () => {
		expect(await run("Updating")).toMatchObject({
			result:
				"FailedCallError: after 5 minutes, event source mapping mapping is Updating; no finding was archived; " +
				"wait until all of them are Disabled and run uninstall again",
			archives: 0,
		});
	});
});

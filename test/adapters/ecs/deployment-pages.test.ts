import { ECSClient, ListServiceDeploymentsCommand } from "@aws-sdk/client-ecs";
import { expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { forEachDeploymentPage } from "../../../adapters/ecs/deployment-pages.ts";

test("a search paces every call, also those for further pages", async () => {
	const ecs = mockClient(ECSClient);
	const steps: string[] = [];
	const answers = [{ serviceDeployments: [], nextToken: "2" }, { serviceDeployments: [] }];
	ecs.on(ListServiceDeploymentsCommand).callsFake(() => {
		steps.push("call");
		return answers.shift();
	});
	const beforeCall = async (): Promise<void> => void steps.push("pace");
	await forEachDeploymentPage(new ECSClient({}), { service: "web" }, () => {}, beforeCall);
	expect(steps).toEqual(["pace", "call", "pace", "call"]);
});

import type { Service } from "@aws-sdk/client-ecs";
import { expect, test } from "@jest/globals";
import { platformVersionsIn } from "../../../adapters/ecs/platform-versions.ts";

const task = (name: string): string => `arn:aws:ecs:eu-west-1:111122223333:task-definition/${name}`;
const onFargate = { taskDefinition: task("web:3"), launchType: "FARGATE", platformVersion: "1.3.0" } as const;
const service: Service = { status: "ACTIVE", ...onFargate };
const provider = (...names: string[]): Service => ({
	...service,
	launchType: undefined,
	capacityProviderStrategy: names.map((capacityProvider) => ({ capacityProvider })),
});
const external: Service = { status: "ACTIVE", deploymentController: { type: "EXTERNAL" } };

test.each<[string, Service, readonly string[]]>([
	["a service on Fargate", service, ["1.3.0"]],
	["another revision, without an ARN", { ...service, taskDefinition: "web:12" }, ["1.3.0"]],
	["the family alone", { ...service, taskDefinition: "web" }, ["1.3.0"]],
	["LATEST", { ...service, platformVersion: "LATEST" }, ["LATEST"]],
	["no version", { ...service, platformVersion: undefined }, []],
	["a family that begins alike", { ...service, taskDefinition: task("web-admin:3") }, []],
	["a family that ends alike", { ...service, taskDefinition: task("my-web:3") }, []],
	["a family that is the beginning of it", { ...service, taskDefinition: task("we:3") }, []],
	["no task definition", { ...service, taskDefinition: undefined }, []],
	["EC2", { ...service, launchType: "EC2" }, []],
	["Managed Instances", { ...service, launchType: "MANAGED_INSTANCES" }, []],
	["Fargate as a capacity provider", provider("FARGATE"), ["1.3.0"]],
	["Fargate Spot beside another", provider("of-ours", "FARGATE_SPOT"), ["1.3.0"]],
	["custom capacity providers", provider("of-ours", "MY_FARGATE_SPOT", "FARGATE_LIKE"), []],
	["neither launch type nor providers: only Fargate has a version", provider(), ["1.3.0"]],
	["a Windows service, whose versions are others", { ...service, platformFamily: "Windows_Server_2019_Core" }, []],
	["a Linux service", { ...service, platformFamily: "Linux" }, ["1.3.0"]],
	["a service that is being deleted", { ...service, status: "DRAINING" }, []],
	["a service that is deleted", { ...service, status: "INACTIVE" }, []],
	[
		"a deployment that is being replaced",
		{ ...service, platformVersion: "LATEST", deployments: [{ ...onFargate, status: "ACTIVE" }] },
		["LATEST"],
	],
	["no task set yet", { ...service, taskSets: [] }, ["1.3.0"]],
	[
		"task sets, which say it in the service's stead",
		{ ...service, taskSets: [{ ...onFargate, status: "PRIMARY", platformVersion: "1.4.0" }] },
		["1.4.0"],
	],
	[
		"task sets of several families, one of them on its way out",
		{
			...external,
			taskSets: [
				{ ...onFargate, status: "PRIMARY" },
				{ ...onFargate, status: "ACTIVE", platformVersion: "1.2.0" },
				{ ...onFargate, status: "DRAINING", platformVersion: "1.1.0" },
				{ ...onFargate, status: "ACTIVE", taskDefinition: task("api:1"), platformVersion: "1.0.0" },
			],
		},
		["1.3.0", "1.2.0"],
	],
])("%s", (_, one, expected) => {
	expect(platformVersionsIn(one).flatMap(({ family, version }) => (family === "web" ? version : []))).toEqual(expected);
});

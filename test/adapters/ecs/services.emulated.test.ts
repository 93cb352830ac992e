import { DeleteClusterCommand, DeleteServiceCommand, ECSClient, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { readCapacityProvider } from "../../../adapters/ecs/read-capacity-provider.ts";
import { readCluster } from "../../../adapters/ecs/read-cluster.ts";
import { readService } from "../../../adapters/ecs/read-service.ts";
import { parseAccount } from "../../../demo/account-file.ts";
import { emptyRegistry } from "../../../demo/doubles/ecr-registry.ts";
import { ecsDouble } from "../../../demo/doubles/ecs.ts";
import type { Loopback } from "../../../demo/doubles/loopback.ts";
import { seed } from "../../../demo/seed.ts";
import { readAt } from "../../support/builders.ts";
import { describeEmulated } from "../../support/emulated.ts";
import { account, type EmulatedAws, region, startEmulatedAws } from "../../support/moto.ts";

const description = parseAccount(
	`account: "${account}"
region: ${region}
taskDefinitions: [{ family: web, containerDefinitions: [{ name: web, image: web }] }]
clusters:
  - name: shop
    settings: [{ name: containerInsights, value: enhanced }]
    configuration: { executeCommandConfiguration: { logging: OVERRIDE, logConfiguration: { s3BucketName: exec } } }
    tags: [{ key: team, value: shop }]
capacityProviders:
  - name: batch
    autoScalingGroupProvider: { autoScalingGroupArn: batch, managedTerminationProtection: ENABLED, managedScaling: { status: ENABLED } }
    tags: [{ key: team, value: batch }]
services:
  - cluster: shop
    name: web
    taskDefinition: "web:1"
    launchType: FARGATE
    platformVersion: "1.4.0"
    enableExecuteCommand: true
    networkConfiguration: { awsvpcConfiguration: { subnets: [subnet-1], assignPublicIp: ENABLED } }
    deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } }
    tags: [{ key: team, value: web }]
`,
	"account.yaml",
);
const place = { partition: "aws", account, region };
const service = { kind: "service", ...place, cluster: "shop", name: "web" } as const;
const cluster = { kind: "cluster", ...place, name: "shop" } as const;
const provider = { kind: "capacity-provider", ...place, name: "batch" } as const;

describeEmulated("services, clusters and capacity providers of an account file, on the emulated AWS", () => {
	let aws: EmulatedAws;
	let double: Loopback;
	let ecs: ECSClient;
	beforeAll(async () => {
		aws = await startEmulatedAws();
		const definitions = new Map();
		double = await ecsDouble(definitions, Promise.resolve(aws.url), () => {});
		ecs = new ECSClient({ ...aws.client, endpoint: double.url });
		await seed(
			{ clients: { ecs }, registry: emptyRegistry(account, region, description.registry), definitions },
			description,
		);
	}, 90_000);
	afterAll(async () => {
		await double.close();
		await aws.stop();
	});

	test("a service has the facts of its description, also after an update", async () => {
		const expected = {
			facts: {
				launchTypes: ["FARGATE"],
				platformVersions: [{ of: "service", version: "1.4.0", family: null }],
				isExecEnabled: true,
				networks: [{ of: "service", assignPublicIp: "ENABLED" }],
				circuitBreaker: { isEnabled: true, rollsBack: true, threshold: null },
				tags: { value: { team: "web" } },
			},
			runs: { family: "web", revision: 1 },
		};
		expect(await readService(ecs, service, readAt)).toMatchObject({ value: expected });
		await ecs.send(new UpdateServiceCommand({ cluster: "shop", service: "web", enableExecuteCommand: false }));
		expect(await readService(ecs, service, readAt)).toMatchObject({
			value: { ...expected, facts: { ...expected.facts, isExecEnabled: false } },
		});
	});

	test("a cluster has the facts of its description", async () => {
		expect(await readCluster(ecs, cluster, readAt)).toMatchObject({
			value: {
				containerInsights: "enhanced",
				execLogging: "OVERRIDE",
				hasExecLogTarget: true,
				tags: { value: { team: "shop" } },
			},
		});
	});

	test("a capacity provider has the facts of its description", async () => {
		expect(await readCapacityProvider(ecs, provider, readAt)).toMatchObject({
			value: { managedTerminationProtection: "ENABLED", managedScaling: "ENABLED", tags: { value: { team: "batch" } } },
		});
	});

	test("what does not exist, or no longer exists, has no facts", async () => {
		const none = { value: null };
		expect(await readService(ecs, { ...service, cluster: "none" }, readAt)).toEqual(none);
		expect(await readService(ecs, { ...service, name: "none" }, readAt)).toEqual(none);
		expect(await readCluster(ecs, { ...cluster, name: "none" }, readAt)).toEqual(none);
		expect(await readCapacityProvider(ecs, { ...provider, name: "none" }, readAt)).toEqual(none);
		await ecs.send(new DeleteServiceCommand({ cluster: "shop", service: "web", force: true }));
		expect(await readService(ecs, service, readAt)).toEqual(none);
		await ecs.send(new DeleteClusterCommand({ cluster: "shop" }));
		expect(await readCluster(ecs, cluster, readAt)).toEqual(none);
	});
});

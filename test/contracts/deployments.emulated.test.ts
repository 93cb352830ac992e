import { ECSClient } from "@aws-sdk/client-ecs";
import { afterAll, afterEach, beforeAll, describe } from "@jest/globals";
import { type EcsDouble, ecsDouble } from "../../demo/doubles/ecs.ts";
import { describeEmulated } from "../support/emulated.ts";
import { HookedService } from "../support/hooked-service.ts";
import { type EmulatedAws, startEmulatedAws } from "../support/moto.ts";
import { OneService } from "../support/one-service.ts";
import { lifecycleHooksContract } from "./lifecycle-hooks.ts";
import { serviceDeploymentsContract } from "./service-deployments.ts";
import { serviceContract } from "./services.ts";

describeEmulated("services of ECS on the emulated AWS", () => {
	let aws: EmulatedAws;
	let names = 0;
	const doubles: EcsDouble[] = [];
	beforeAll(async () => {
		aws = await startEmulatedAws();
	}, 90_000);
	afterEach(async () => {
		await Promise.all(doubles.splice(0).map((double) => double.close()));
	});
	afterAll(() => aws.stop());

	const openAt = async (endpoint: string): Promise<OneService> => {
		const service = new OneService(new ECSClient({ ...aws.client, endpoint }), `web-${++names}`);
		await service.register(3);
		return service;
	};
	const openHooked = async (): Promise<HookedService> => {
		const double = await ecsDouble(new Map(), Promise.resolve(aws.url), () => {});
		doubles.push(double);
		return new HookedService(await openAt(double.url), double);
	};

	// The emulator has services, but neither their deployments nor lifecycle hooks.
	describe("without the double", () => serviceContract(() => openAt(aws.url)));
	describe("behind the demo's double", () => {
		serviceContract(async () => (await openHooked()).service);
		lifecycleHooksContract(openHooked);
		serviceDeploymentsContract(openHooked);
	});
});

import { afterEach, describe } from "@jest/globals";
import { type EcsDouble, ecsDouble } from "../../demo/doubles/ecs.ts";
import type { Loopback } from "../../demo/doubles/loopback.ts";
import { HookedService } from "../support/hooked-service.ts";
import { ecsAt, listenAsPlainEcs, OneService } from "../support/one-service.ts";
import { lifecycleHooksContract } from "./lifecycle-hooks.ts";
import { serviceDeploymentsContract } from "./service-deployments.ts";

describe("deployments of the double", () => {
	const open: Loopback[] = [];
	afterEach(async () => {
		await Promise.all(open.splice(0).map((one) => one.close()));
	});

	const openHooked = async (): Promise<HookedService> => {
		const plain = await listenAsPlainEcs();
		const double: EcsDouble = await ecsDouble(new Map(), Promise.resolve(plain.url), () => {});
		open.push(plain, double);
		return new HookedService(new OneService(ecsAt(double.url)), double);
	};
	lifecycleHooksContract(openHooked);
	serviceDeploymentsContract(openHooked);
});

import { expect, test } from "@jest/globals";
import type { OneService } from "../support/one-service.ts";

/** What every service of ECS does, whether or not its deployments can be read. `open`: a service whose family has two revisions. */
export function serviceContract(open: () => Promise<OneService>): void {
	test("a service names the task definition that it was created with, then the one that it was updated to", async () => {
		const service = await open();
		await service.create();
		expect(await service.taskDefinition()).toBe(`${service.name}:1`);
		await service.deploy(2);
		expect(await service.taskDefinition()).toBe(`${service.name}:2`);
		expect(await service.described()).toMatchObject({ serviceName: service.name, status: "ACTIVE", desiredCount: 1 });
	});

	test("a new number of tasks leaves the task definition as it is", async () => {
		const service = await open();
		await service.create();
		await service.update({ desiredCount: 3 });
		expect(await service.described()).toMatchObject({ desiredCount: 3 });
		expect(await service.taskDefinition()).toBe(`${service.name}:1`);
	});
}

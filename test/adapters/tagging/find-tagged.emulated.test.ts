import {
	DeregisterTaskDefinitionCommand,
	ECSClient,
	RegisterTaskDefinitionCommand,
	TagResourceCommand,
} from "@aws-sdk/client-ecs";
import { ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { removeTag } from "../../../adapters/ecs/untag.ts";
import { findTaggedRevisions } from "../../../adapters/tagging/find-tagged.ts";
import { ecsDouble } from "../../../demo/doubles/ecs.ts";
import type { Loopback } from "../../../demo/doubles/loopback.ts";
import { describeEmulated } from "../../support/emulated.ts";
import { type EmulatedAws, startEmulatedAws } from "../../support/moto.ts";

const key = "shipshape:blocked";
/** More than a page. */
const count = 105;

describeEmulated("revisions with the block tag, on the emulated AWS", () => {
	let aws: EmulatedAws;
	let double: Loopback;
	let ecs: ECSClient;
	const arns: string[] = [];
	const find = async (): Promise<readonly string[]> => {
		const found: string[] = [];
		const tagging = new ResourceGroupsTaggingAPIClient({ ...aws.client, endpoint: double.url });
		await findTaggedRevisions(tagging, key, (some) => found.push(...some));
		return found.toSorted();
	};

	beforeAll(async () => {
		aws = await startEmulatedAws();
		double = await ecsDouble(new Map(), Promise.resolve(aws.url), () => {});
		ecs = new ECSClient(aws.client);
		const containerDefinitions = [{ name: "web", image: "web", memory: 512 }];
		for (let revision = 1; revision <= count; revision++) {
			const command = new RegisterTaskDefinitionCommand({ family: "web", containerDefinitions });
			const { taskDefinition } = await ecs.send(command);
			arns.push(taskDefinition?.taskDefinitionArn ?? "");
		}
		const other = { family: "other", containerDefinitions, tags: [{ key: "team", value: key }] };
		await ecs.send(new RegisterTaskDefinitionCommand(other));
		for (const resourceArn of arns)
			await ecs.send(new TagResourceCommand({ resourceArn, tags: [{ key, value: "container/not-privileged" }] }));
		const [first = ""] = arns;
		await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: first }));
	}, 120_000);
	afterAll(async () => {
		await Promise.all([double.close(), aws.stop()]);
	});

	test("are all found, on two pages, until the tag is removed", async () => {
		const [first = "", second = ""] = arns;
		expect(await find()).toEqual(arns.toSorted());
		await removeTag(ecs, first, key);
		await removeTag(ecs, second, key);
		expect(await find()).toEqual(arns.slice(2).toSorted());
	}, 60_000);
});

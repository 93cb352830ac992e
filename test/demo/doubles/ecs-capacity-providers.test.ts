import {
	CreateCapacityProviderCommand,
	DeleteCapacityProviderCommand,
	DescribeCapacityProvidersCommand,
	type DescribeCapacityProvidersCommandInput,
	ECSClient,
} from "@aws-sdk/client-ecs";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { listCapacityProviders } from "../../../adapters/ecs/list-capacity-providers.ts";
import { operationOf } from "../../../demo/doubles/aws-json.ts";
import { ecsDouble } from "../../../demo/doubles/ecs.ts";
import { type Loopback, listen } from "../../../demo/doubles/loopback.ts";

let created: string[];
let moto: Loopback;
let double: Loopback;
let ecs: ECSClient;

/** Like moto: describes providers by name only, and does not know AWS's own. */
beforeEach(async () => {
	created = [];
	moto = await listen((request) => {
		const { name, capacityProvider, capacityProviders } = JSON.parse(request.body);
		switch (operationOf(request)) {
			case "CreateCapacityProvider":
				if (name === "refused") return { status: 400, body: JSON.stringify({ __type: "ClientException" }) };
				created.push(name);
				return { status: 200, body: JSON.stringify({ capacityProvider: { name } }) };
			case "DeleteCapacityProvider":
				created = created.filter((one) => one !== capacityProvider);
				return { status: 200, body: JSON.stringify({ capacityProvider: { name: capacityProvider } }) };
			default: {
				const names: readonly string[] = capacityProviders;
				const found = names.filter((one) => created.includes(one)).map((one) => ({ name: one, status: "ACTIVE" }));
				const failures = names.filter((one) => !created.includes(one)).map((arn) => ({ arn, reason: "MISSING" }));
				return { status: 200, body: JSON.stringify({ capacityProviders: found, failures }) };
			}
		}
	});
	double = await ecsDouble(new Map(), Promise.resolve(moto.url), (error) => {
		throw error;
	});
	const credentials = { accessKeyId: "111122223333", secretAccessKey: "local" };
	ecs = new ECSClient({ endpoint: double.url, region: "eu-west-1", credentials, maxAttempts: 1 });
});
afterEach(() => Promise.all([moto.close(), double.close()]));

const create = (name: string) =>
	ecs.send(new CreateCapacityProviderCommand({ name, autoScalingGroupProvider: { autoScalingGroupArn: "asg" } }));

const describedNames = async (input: DescribeCapacityProvidersCommandInput) =>
	(await ecs.send(new DescribeCapacityProvidersCommand(input))).capacityProviders?.map(({ name }) => name);

test("without names, those of the account are described together with AWS's own", async () => {
	await create("gpu");
	const { capacityProviders, failures } = await ecs.send(new DescribeCapacityProvidersCommand({}));
	expect(capacityProviders).toEqual([
		{
			capacityProviderArn: "arn:aws:ecs:eu-west-1:111122223333:capacity-provider/FARGATE",
			name: "FARGATE",
			status: "ACTIVE",
			tags: [],
		},
		expect.objectContaining({ name: "FARGATE_SPOT" }),
		{ name: "gpu", status: "ACTIVE" },
	]);
	expect(failures).toEqual([]);
});

test("a provider that was not created, or was deleted, is not listed", async () => {
	await expect(create("refused")).rejects.toMatchObject({ name: "ClientException" });
	await create("gpu");
	await ecs.send(new DeleteCapacityProviderCommand({ capacityProvider: "gpu" }));
	expect(await describedNames({})).toEqual(["FARGATE", "FARGATE_SPOT"]);
});

test("named providers are described in the order of AWS's own first, and missing ones are failures", async () => {
	await create("gpu");
	const { capacityProviders, failures } = await ecs.send(
		new DescribeCapacityProvidersCommand({ capacityProviders: ["gpu", "none", "FARGATE"] }),
	);
	expect(capacityProviders?.map(({ name }) => name)).toEqual(["FARGATE", "gpu"]);
	expect(failures).toEqual([{ arn: "none", reason: "MISSING" }]);
});

test("the adapter finds all of the account's own on pages of ten", async () => {
	const names = Array.from({ length: 25 }, (_, at) => `provider-${at}`);
	for (const name of names) await create(name);
	const found: string[] = [];
	let token: string | null = null;
	let pages = 0;
	do {
		const { items, next }: Awaited<ReturnType<typeof listCapacityProviders>> = await listCapacityProviders(ecs, token);
		found.push(...items);
		token = next;
		pages += 1;
	} while (token !== null);
	expect(found).toEqual(names);
	expect(pages).toBe(3);
	expect(await describedNames({ maxResults: 3 })).toHaveLength(3);
});

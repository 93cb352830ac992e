import { DescribeTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { operationOf } from "../../../demo/doubles/aws-json.ts";
import { ecsDouble, type HeldDefinitions } from "../../../demo/doubles/ecs.ts";
import { type Loopback, listen } from "../../../demo/doubles/loopback.ts";

const arn = (name: string): string => `arn:aws:ecs:eu-west-1:111122223333:task-definition/${name}`;
let active: string[];
let moto: Loopback;
let double: Loopback;
let held: HeldDefinitions;
let ecs: ECSClient;

beforeEach(async () => {
	active = [];
	held = new Map();
	moto = await listen((request) => {
		if (operationOf(request) === "ListTaskDefinitions") {
			return { status: 200, body: JSON.stringify({ taskDefinitionArns: active.map(arn) }) };
		}
		const { taskDefinition } = JSON.parse(request.body);
		const [family, revision] = taskDefinition.split(":");
		const answer = {
			taskDefinitionArn: arn(taskDefinition),
			family,
			revision: Number(revision),
			status: "ACTIVE",
			memory: "4",
		};
		return { status: 200, body: JSON.stringify({ taskDefinition: answer }) };
	});
	double = await ecsDouble(held, Promise.resolve(moto.url), (error) => {
		throw error;
	});
	const credentials = { accessKeyId: "111122223333", secretAccessKey: "local" };
	ecs = new ECSClient({ endpoint: double.url, region: "eu-west-1", credentials, maxAttempts: 1 });
});
afterEach(() => Promise.all([moto.close(), double.close()]));

const described = async (taskDefinition: string) =>
	(await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))).taskDefinition;

test("a family is its newest active revision; families that only begin alike are others", async () => {
	active = ["web:2", "web:10", "web-admin:99"];
	expect(await described("web")).toMatchObject({ revision: 10 });
});

test("a family without an active revision is AWS's error", async () => {
	active = ["web-admin:1"];
	await expect(described("web")).rejects.toMatchObject({ name: "ClientException" });
});

test("a revision is asked for as it is", async () => {
	expect(await described("web:3")).toMatchObject({ revision: 3, memory: "4" });
});

test("what was registered is answered, memory in MiB, with what only AWS says of it", async () => {
	const definition = { family: "web", memory: "1 GB", requiresCompatibilities: ["MANAGED_INSTANCES"], status: "OLD" };
	held.set("web:1", definition);
	active = ["web:1"];
	expect(await described(arn("web:1"))).toMatchObject({
		taskDefinitionArn: arn("web:1"),
		status: "ACTIVE",
		memory: "1024",
		compatibilities: ["MANAGED_INSTANCES"],
	});
});

import type { TaskDefinitionDescription } from "../account-schema.ts";
import { AwsError, answered, type Fields, fieldsOf, forward, operationOf } from "./aws-json.ts";
import { type Loopback, listen, type Reply, type Request } from "./loopback.ts";

/** Revisions as they were registered, by `family:revision`. */
export type HeldDefinitions = Map<string, TaskDefinitionDescription>;

/** Names of the operations whose answers the double alters. */
export const ecsOperations: readonly string[] = ["CreateService", "DescribeServices", "DescribeTaskDefinition"];

/**
 * Stands in front of moto's ECS, from before moto is there. Asked for a family, DescribeTaskDefinition answers its newest
 * ACTIVE revision, where moto answers the newest one whatever became of it; and a revision is answered as it was
 * registered, where moto leaves out what it does not know. A service runs on what CreateService asked for.
 */
export function ecsDouble(
	held: HeldDefinitions,
	ready: Promise<string>,
	failed: (error: unknown) => void,
): Promise<Loopback> {
	const places: Places = new Map();
	return listen(async (request) => {
		const moto = await ready;
		const operation = operationOf(request);
		if (operation === "CreateService") return createService(moto, request, places);
		if (operation === "DescribeServices") return describeServices(moto, request, places);
		if (operation !== "DescribeTaskDefinition") return forward(moto, request);
		const asked = fieldsOf(request);
		const name =
			String(asked["taskDefinition"] ?? "")
				.split("/")
				.at(-1) ?? "";
		const meant = /:\d+$/.test(name) ? name : await newestActive(moto, request, name);
		if (meant === null) {
			return answered(() => {
				throw new AwsError("ClientException", "Unable to describe task definition.");
			});
		}
		const reply = await forward(moto, { ...request, body: JSON.stringify({ ...asked, taskDefinition: meant }) });
		const registered = held.get(meant);
		if (reply.status !== 200 || registered === undefined) return reply;
		const include = asked["include"];
		return asRegistered(reply, registered, Array.isArray(include) && include.includes("TAGS"));
	}, failed);
}

/** What services run on, by ARN: a launch type or a strategy of capacity providers. */
type Places = Map<unknown, Fields>;

/** Moto refuses EXTERNAL and MANAGED_INSTANCES, does not know capacity providers, and takes a service without a launch type as EC2. */
async function createService(moto: string, request: Request, places: Places): Promise<Reply> {
	const { launchType, capacityProviderStrategy, ...others } = fieldsOf(request);
	const reply = await forward(moto, { ...request, body: JSON.stringify(others) });
	if (reply.status !== 200) return reply;
	const { service } = JSON.parse(reply.body) as { readonly service: Fields };
	if (capacityProviderStrategy !== undefined) places.set(service["serviceArn"], { capacityProviderStrategy });
	else if (launchType !== undefined) places.set(service["serviceArn"], { launchType });
	return { ...reply, body: JSON.stringify({ service: placed(service, places) }) };
}

async function describeServices(moto: string, request: Request, places: Places): Promise<Reply> {
	const reply = await forward(moto, request);
	if (reply.status !== 200) return reply;
	const answer = JSON.parse(reply.body) as { readonly services: readonly Fields[] };
	const services = answer.services.map((service) => placed(service, places));
	return { ...reply, body: JSON.stringify({ ...answer, services }) };
}

/** As AWS answers it: of a launch type and a strategy only the one that was asked for. */
function placed(service: Fields, places: Places): Fields {
	const place = places.get(service["serviceArn"]);
	if (place === undefined) return service;
	const { launchType, ...others } = service;
	return { ...others, ...place };
}

/** `family:revision` of a family's newest ACTIVE revision; null when it has none. */
async function newestActive(moto: string, request: Request, family: string): Promise<string | null> {
	const target = request.headers["x-amz-target"]?.replace(/[^.]+$/, "ListTaskDefinitions") ?? "";
	const answer = await forward(moto, {
		...request,
		headers: { ...request.headers, "x-amz-target": target },
		body: JSON.stringify({ familyPrefix: family, status: "ACTIVE" }),
	});
	const { taskDefinitionArns = [] } = JSON.parse(answer.body) as { readonly taskDefinitionArns?: readonly string[] };
	const revisions = taskDefinitionArns
		.map((arn) => arn.split("/").at(-1)?.split(":") ?? [])
		.filter(([name]) => name === family)
		.map(([, revision]) => Number(revision));
	return revisions.length === 0 ? null : `${family}:${Math.max(...revisions)}`;
}

/** What only AWS says of a revision; everything else is what was registered. */
const awsOwn = ["taskDefinitionArn", "revision", "status", "compatibilities", "registeredAt", "registeredBy"];

function asRegistered(reply: Reply, { tags, ...registered }: TaskDefinitionDescription, withTags: boolean): Reply {
	const answer = JSON.parse(reply.body) as { readonly taskDefinition: Fields; readonly tags?: unknown };
	const own = Object.entries(answer.taskDefinition).filter(([key]) => awsOwn.includes(key));
	const required = registered["requiresCompatibilities"];
	const taskDefinition = {
		...registered,
		...(typeof registered["memory"] === "string" ? { memory: inMiB(registered["memory"]) } : {}),
		...Object.fromEntries(own),
		...(Array.isArray(required) && required.length > 0 ? { compatibilities: required } : {}),
	};
	const { tags: _, ...others } = answer;
	return { ...reply, body: JSON.stringify({ ...others, taskDefinition, ...(withTags ? { tags: tags ?? [] } : {}) }) };
}

/** ECS takes "1 GB" and answers "1024". */
function inMiB(memory: string): string {
	const gigabytes = /^\s*(\d+(?:\.\d+)?)\s*GB\s*$/i.exec(memory)?.[1];
	return gigabytes === undefined ? memory : String(Number(gigabytes) * 1024);
}

import type { TaskDefinitionDescription } from "../account-schema.ts";
import { AwsError, type Fields, fieldsOf, forward, operationOf, toReply } from "./aws-json.ts";
import { type Loopback, listen, type Reply, type Request } from "./loopback.ts";

/** Revisions as they were registered, by `family:revision`. */
export type RegisteredDefinitions = Map<string, TaskDefinitionDescription>;

/** Names of the operations whose replies the double changes. */
export const ecsOperations: readonly string[] = ["CreateService", "DescribeServices", "DescribeTaskDefinition"];

/**
 * A proxy in front of moto's ECS, which listens before moto is ready. For a family, DescribeTaskDefinition returns the newest
 * ACTIVE revision, where moto returns the newest one even when it is inactive. A revision is returned as it was registered,
 * where moto drops fields that it does not know. A service keeps the launch type or capacity providers of CreateService.
 */
export function ecsDouble(
	stored: RegisteredDefinitions,
	motoUrl: Promise<string>,
	onError: (error: unknown) => void,
): Promise<Loopback> {
	const launchSettings: LaunchSettings = new Map();
	return listen(async (request) => {
		const moto = await motoUrl;
		const operation = operationOf(request);
		if (operation === "CreateService") return createService(moto, request, launchSettings);
		if (operation === "DescribeServices") return describeServices(moto, request, launchSettings);
		if (operation !== "DescribeTaskDefinition") return forward(moto, request);
		const parameters = fieldsOf(request);
		const name =
			String(parameters["taskDefinition"] ?? "")
				.split("/")
				.at(-1) ?? "";
		const revision = /:\d+$/.test(name) ? name : await findNewestActive(moto, request, name);
		if (revision === null) {
			return toReply(() => {
				throw new AwsError("ClientException", "Unable to describe task definition.");
			});
		}
		const reply = await forward(moto, {
			...request,
			body: JSON.stringify({ ...parameters, taskDefinition: revision }),
		});
		const registered = stored.get(revision);
		if (reply.status !== 200 || registered === undefined) return reply;
		const include = parameters["include"];
		return restoreRegistered(reply, registered, Array.isArray(include) && include.includes("TAGS"));
	}, onError);
}

/** The launch type or capacity provider strategy of each service, by ARN. */
type LaunchSettings = Map<unknown, Fields>;

/** Moto rejects EXTERNAL and MANAGED_INSTANCES, does not know capacity providers, and treats a service without a launch type as EC2. */
async function createService(moto: string, request: Request, launchSettings: LaunchSettings): Promise<Reply> {
	const { launchType, capacityProviderStrategy, ...others } = fieldsOf(request);
	const reply = await forward(moto, { ...request, body: JSON.stringify(others) });
	if (reply.status !== 200) return reply;
	const { service } = JSON.parse(reply.body) as { readonly service: Fields };
	if (capacityProviderStrategy !== undefined) launchSettings.set(service["serviceArn"], { capacityProviderStrategy });
	else if (launchType !== undefined) launchSettings.set(service["serviceArn"], { launchType });
	return { ...reply, body: JSON.stringify({ service: withLaunchSettings(service, launchSettings) }) };
}

async function describeServices(moto: string, request: Request, launchSettings: LaunchSettings): Promise<Reply> {
	const reply = await forward(moto, request);
	if (reply.status !== 200) return reply;
	const answer = JSON.parse(reply.body) as { readonly services: readonly Fields[] };
	const services = answer.services.map((service) => withLaunchSettings(service, launchSettings));
	return { ...reply, body: JSON.stringify({ ...answer, services }) };
}

/** As in AWS, a service has only the one of launch type and strategy that it was created with. */
function withLaunchSettings(service: Fields, launchSettings: LaunchSettings): Fields {
	const launch = launchSettings.get(service["serviceArn"]);
	if (launch === undefined) return service;
	const { launchType, ...others } = service;
	return { ...others, ...launch };
}

/** `family:revision` of a family's newest ACTIVE revision; null when it has none. */
async function findNewestActive(moto: string, request: Request, family: string): Promise<string | null> {
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

/** Fields that AWS adds to a revision; all others are returned as registered. */
const awsFields = ["taskDefinitionArn", "revision", "status", "compatibilities", "registeredAt", "registeredBy"];

function restoreRegistered(reply: Reply, { tags, ...registered }: TaskDefinitionDescription, withTags: boolean): Reply {
	const answer = JSON.parse(reply.body) as { readonly taskDefinition: Fields; readonly tags?: unknown };
	const awsValues = Object.entries(answer.taskDefinition).filter(([key]) => awsFields.includes(key));
	const required = registered["requiresCompatibilities"];
	const taskDefinition = {
		...registered,
		...(typeof registered["memory"] === "string" ? { memory: toMiB(registered["memory"]) } : {}),
		...Object.fromEntries(awsValues),
		...(Array.isArray(required) && required.length > 0 ? { compatibilities: required } : {}),
	};
	const { tags: _, ...others } = answer;
	return { ...reply, body: JSON.stringify({ ...others, taskDefinition, ...(withTags ? { tags: tags ?? [] } : {}) }) };
}

/** ECS accepts "1 GB" and returns "1024". */
function toMiB(memory: string): string {
	const gigabytes = /^\s*(\d+(?:\.\d+)?)\s*GB\s*$/i.exec(memory)?.[1];
	return gigabytes === undefined ? memory : String(Number(gigabytes) * 1024);
}

import type { TaskDefinitionDescription } from "../account-schema.ts";
import { AwsError, type Fields, fieldsOf, forward, operationOf, toReply } from "./aws-json.ts";
import { type ResolveDigest, ServiceDeployments } from "./ecs-deployments.ts";
import { ServiceSettings } from "./ecs-service-settings.ts";
import { type Loopback, listen, type Reply, type Request } from "./loopback.ts";

/** Revisions as they were registered, by `family:revision`. */
export type RegisteredDefinitions = Map<string, TaskDefinitionDescription>;

/** Names of the operations whose replies the double changes. */
export const ecsOperations: readonly string[] = [
	"CreateService",
	"DescribeServiceDeployments",
	"DescribeServiceRevisions",
	"DescribeServices",
	"DescribeTaskDefinition",
	"ListServiceDeployments",
	"UpdateService",
];

/**
 * A proxy in front of moto's ECS, which listens before moto is ready. For a family, DescribeTaskDefinition returns the newest
 * ACTIVE revision, where moto returns the newest one even when it is inactive. A revision is returned as it was registered,
 * where moto drops fields that it does not know. A service keeps the settings that moto drops, and has deployments with the
 * digests of its images.
 */
export function ecsDouble(
	stored: RegisteredDefinitions,
	motoUrl: Promise<string>,
	onError: (error: unknown) => void,
	resolveDigest: ResolveDigest = () => undefined,
): Promise<Loopback> {
	const settings = new ServiceSettings();
	const deployments = new ServiceDeployments(resolveDigest);
	return listen(async (request) => {
		const moto = await motoUrl;
		const operation = operationOf(request);
		if (operation === "CreateService") return createService(moto, request, settings, deployments);
		if (operation === "UpdateService") return updateService(moto, request, settings, deployments);
		if (operation === "DescribeServices") return describeServices(moto, request, settings, deployments);
		if (operation === "ListServiceDeployments") return toReply(() => deployments.list(fieldsOf(request)));
		if (operation === "DescribeServiceDeployments") return toReply(() => deployments.describe(fieldsOf(request)));
		if (operation === "DescribeServiceRevisions")
			return toReply(() => deployments.describeRevisions(fieldsOf(request)));
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

async function createService(
	moto: string,
	request: Request,
	settings: ServiceSettings,
	deployments: ServiceDeployments,
): Promise<Reply> {
	const { forMoto, kept } = ServiceSettings.split(fieldsOf(request));
	const reply = await forward(moto, { ...request, body: JSON.stringify(forMoto) });
	if (reply.status !== 200) return reply;
	const { service } = JSON.parse(reply.body) as { readonly service: Fields };
	settings.remember(service, kept);
	await deploy(moto, request, service, deployments);
	return { ...reply, body: JSON.stringify({ service: settings.apply(service) }) };
}

/** A deployment starts when the task definition changes, or when it is forced. */
async function updateService(
	moto: string,
	request: Request,
	settings: ServiceSettings,
	deployments: ServiceDeployments,
): Promise<Reply> {
	const { forMoto, kept } = ServiceSettings.split(fieldsOf(request));
	const reply = await forward(moto, { ...request, body: JSON.stringify(forMoto) });
	if (reply.status !== 200) return reply;
	const { service } = JSON.parse(reply.body) as { readonly service: Fields };
	settings.remember(service, kept);
	const { taskDefinition, forceNewDeployment } = fieldsOf(request);
	if (taskDefinition !== undefined || forceNewDeployment === true) await deploy(moto, request, service, deployments);
	return { ...reply, body: JSON.stringify({ service: settings.apply(service) }) };
}

async function deploy(moto: string, request: Request, service: Fields, deployments: ServiceDeployments): Promise<void> {
	const { taskDefinition, deploymentController } = service;
	// Other controllers have task sets instead of service deployments.
	const controller = (deploymentController as Fields | undefined)?.["type"] ?? "ECS";
	if (typeof taskDefinition !== "string" || controller !== "ECS") return;
	const described = await forward(moto, {
		...request,
		headers: { ...request.headers, "x-amz-target": targetFor(request, "DescribeTaskDefinition") },
		body: JSON.stringify({ taskDefinition }),
	});
	const answer = JSON.parse(described.body) as { readonly taskDefinition?: { containerDefinitions?: Fields[] } };
	deployments.deploy({
		serviceArn: String(service["serviceArn"]),
		clusterArn: String(service["clusterArn"]),
		taskDefinition,
		desiredCount: Number(service["desiredCount"] ?? 1),
		images: (answer.taskDefinition?.containerDefinitions ?? []).map(({ name, image }) => ({
			containerName: String(name),
			image: String(image),
		})),
	});
}

const targetFor = ({ headers }: Request, operation: string): string =>
	headers["x-amz-target"]?.replace(/[^.]+$/, operation) ?? "";

async function describeServices(
	moto: string,
	request: Request,
	settings: ServiceSettings,
	deployments: ServiceDeployments,
): Promise<Reply> {
	const reply = await forward(moto, request);
	if (reply.status !== 200) return reply;
	const answer = JSON.parse(reply.body) as { readonly services: readonly Fields[] };
	const services = answer.services.map((service) => ({
		...settings.apply(service),
		...deployments.stateOf(service["serviceArn"]),
	}));
	return { ...reply, body: JSON.stringify({ ...answer, services }) };
}

/** `family:revision` of a family's newest ACTIVE revision; null when it has none. */
async function findNewestActive(moto: string, request: Request, family: string): Promise<string | null> {
	const target = targetFor(request, "ListTaskDefinitions");
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

import type { ECSClient, Service, ServiceRevision, Task } from "@aws-sdk/client-ecs";
import { mapConcurrently } from "../../core/map-concurrently.ts";
import type { Permission } from "../../core/permission.ts";
import type { Reading } from "../../core/reading.ts";
import type { AccountRegion } from "../../core/subject.ts";
import { parseImageReference } from "../../domain/images/image-reference.ts";
import { isOwnRegistry } from "../../domain/images/own-registry.ts";
import type { UsedImage } from "../../domain/images/used-images.ts";
import type { Clock } from "../clients/pace.ts";
import {
	findRollbackRevision,
	type RevisionCache,
	readRevision,
	permissions as revisionPermissions,
} from "./revisions.ts";
import {
	createSearch,
	IncompleteSearchError,
	listClusters,
	readServices,
	type Search,
	permissions as searchPermissions,
} from "./search.ts";
import {
	permissions as deploymentPermissions,
	type LatestDeployment,
	readLatestDeployments,
	readServiceRevisions,
} from "./service-deployments.ts";
import { readTasks, permissions as taskPermissions } from "./tasks.ts";

export const permissions: readonly Permission[] = [
	...searchPermissions,
	...taskPermissions,
	...deploymentPermissions,
	...revisionPermissions,
];

/**
 * For all operations together: half of the 20 reads per second that ECS grants an account and Region for services, service
 * deployments and task definitions each (ECS developer guide, "Request throttling"), so that deployments are not throttled;
 * for four of the function's five minutes. Enough for about 6,000 services with deployments of ECS, and their tasks.
 */
const limits = { maxCalls: 2_400, maxSeconds: 240, perSecond: 10 };
const clustersAtATime = 2;
/** Further users of an image add no information. */
const maxUsers = 10;

/** Records a user of an image, by the image's name and, if ECS has it, its digest. */
type RecordUser = (image: string | undefined, digest: string | undefined, usedBy: string) => void;

/**
 * The images of the account's own registry that are used by active services, by the revisions to which ECS can roll these back,
 * and by running tasks. Unread if not everything could be read. Throws TryLaterError.
 */
export async function readUsedImages(
	client: ECSClient,
	place: AccountRegion,
	clock?: Clock,
): Promise<Reading<readonly UsedImage[]>> {
	const images = new Map<string, UsedImage & { readonly usedBy: string[] }>();
	const recordUser: RecordUser = (image = "", running, user) => {
		const reference = parseImageReference(image);
		if (reference === null || !isOwnRegistry(reference.registry, place)) return;
		const digest = running ?? reference.digest;
		const tag = digest === null ? (reference.tag ?? "latest") : null;
		const key = `${reference.path}@${digest ?? tag}`;
		const known = images.get(key) ?? { repository: reference.path, digest, tag, usedBy: [] };
		if (known.usedBy.length < maxUsers && !known.usedBy.includes(user)) known.usedBy.push(user);
		images.set(key, known);
	};
	try {
		await searchAll(createSearch(client, "the services and tasks", limits, clock), recordUser);
	} catch (error) {
		if (!(error instanceof IncompleteSearchError)) throw error;
		return { unread: error.message };
	}
	return { value: [...images.values()] };
}

async function searchAll(search: Search, recordUser: RecordUser): Promise<void> {
	const known: RevisionCache = new Map();
	await mapConcurrently(clustersAtATime, await listClusters(search), async (cluster) => {
		const services: Service[] = [];
		for await (const service of readServices(search, cluster)) {
			// Its up to 100 events would take most of the memory.
			if (service.status !== "INACTIVE") services.push({ ...service, events: undefined });
		}
		for await (const task of readTasks(search, cluster)) recordTask(task, recordUser);
		const deployments = await readLatestDeployments(search, services);
		const workloads = services.map((service) => workloadOf(service, deployments.get(service.serviceArn ?? "")));
		const arns = workloads.flatMap(({ running, rollback }) => [...running, ...(rollback ?? [])]);
		const revisions = await readServiceRevisions(search, arns);
		for (const workload of workloads) {
			if (!recordWorkload(workload, revisions, recordUser)) {
				await recordTaskDefinitions(search, known, workload.service, recordUser);
			}
		}
	});
}

/** The service revisions of a service, by ARN. */
interface Workload {
	readonly service: Service;
	readonly running: readonly string[];
	/** Those of its latest deployment, and those that ran before it; null if ECS does not have that deployment. */
	readonly rollback: readonly string[] | null;
}

function workloadOf(service: Service, deployment: LatestDeployment | undefined): Workload {
	const running = (service.currentServiceRevisions ?? []).flatMap(({ arn }) => arn ?? []);
	if (deployment === undefined) return { service, running, rollback: null };
	const sources = (deployment.sourceServiceRevisions ?? []).flatMap(({ arn }) => arn ?? []);
	// While a new deployment has no tasks yet, ECS rolls back to what the latest successful one deployed.
	const deployed = deployment.status === "SUCCESSFUL" ? deployment.targetServiceRevision?.arn : undefined;
	const before = [...sources, deployment.rollback?.serviceRevisionArn ?? [], deployed ?? []].flat();
	return { service, running, rollback: before.filter((arn) => !running.includes(arn)) };
}

/** Records the images of a service's revisions. False if ECS does not have all of these: its task definitions have to be read. */
function recordWorkload(
	{ service, running, rollback }: Workload,
	revisions: ReadonlyMap<string, ServiceRevision>,
	recordUser: RecordUser,
): boolean {
	const name = nameOf(service);
	const hasImages = (arn: string, userOf: (revision: ServiceRevision) => string): boolean => {
		const revision = revisions.get(arn);
		const images = revision?.containerImages ?? [];
		for (const { image, imageDigest } of images) recordUser(image, imageDigest, userOf(revision ?? {}));
		return images.length > 0;
	};
	const complete = [
		...running.map((arn) => hasImages(arn, () => name)),
		...(rollback ?? []).map((arn) =>
			hasImages(arn, ({ taskDefinition }) => `rollback revision ${lastSegmentOf(taskDefinition)} of ${name}`),
		),
	];
	return running.length > 0 && rollback !== null && complete.every((has) => has);
}

/** The images that the task definitions of a service name, and those of the one before, to which a rollback would lead. */
async function recordTaskDefinitions(
	search: Search,
	known: RevisionCache,
	service: Service,
	recordUser: RecordUser,
): Promise<void> {
	const { deployments = [], taskSets = [], taskDefinition } = service;
	const name = nameOf(service);
	const replacing = [...deployments, ...taskSets].filter((one) => one.status !== "INACTIVE");
	const running = [taskDefinition, ...replacing.map((one) => one.taskDefinition)]
		.map(lastSegmentOf)
		.filter((one) => one !== "");
	for (const revision of new Set(running)) await recordRevision(search, known, revision, name, recordUser);
	const [family = "", revision = ""] = running[0]?.split(":") ?? [];
	const before = await findRollbackRevision(search, known, family, Number(revision));
	if (before !== null)
		await recordRevision(search, known, before, `rollback revision ${before} of ${name}`, recordUser);
}

async function recordRevision(
	search: Search,
	known: RevisionCache,
	revision: string,
	usedBy: string,
	recordUser: RecordUser,
): Promise<void> {
	const definition = await readRevision(search, known, revision);
	for (const { image } of definition?.containerDefinitions ?? []) recordUser(image, undefined, usedBy);
}

/** A task of a service counts as that service; any other task counts as itself. */
function recordTask({ clusterArn, taskArn, group = "", containers = [] }: Task, recordUser: RecordUser): void {
	const cluster = lastSegmentOf(clusterArn);
	const [kind, service] = group.split(":");
	const user = kind === "service" ? `service ${cluster}/${service}` : `task ${cluster}/${lastSegmentOf(taskArn)}`;
	for (const { image, imageDigest } of containers) recordUser(image, imageDigest, user);
}

const nameOf = ({ clusterArn, serviceName = "" }: Service): string =>
	`service ${lastSegmentOf(clusterArn)}/${serviceName}`;

/** The last part of an ARN: `shop` of a cluster, `web:7` of a task definition. */
const lastSegmentOf = (arn: string | undefined): string => arn?.split("/").at(-1) ?? "";

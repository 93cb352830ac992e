import type { ECSClient, Service, Task } from "@aws-sdk/client-ecs";
import type { ImageInUse, RepositoryFacts, StoredImage } from "../../core/facts.ts";
import type { Permission } from "../../core/permission.ts";
import type { RepositorySubject } from "../../core/subject.ts";
import { parseImageReference } from "../../domain/images/image-reference.ts";
import { isOwnRegistry } from "../../domain/images/own-registry.ts";
import { mapConcurrently } from "../clients/at-most.ts";
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
import { readTasks, permissions as taskPermissions } from "./tasks.ts";

export const permissions: readonly Permission[] = [...searchPermissions, ...taskPermissions, ...revisionPermissions];

/** For all operations together; enough for about 100 services and their tasks. */
const maxCalls = 300;
const clustersAtATime = 2;
/** Further users of an image add no information. */
const maxUsers = 10;

/** Records a user of an image, by the image's name and, if ECS has it, its digest. */
type RecordUser = (image: string | undefined, digest: string | undefined, usedBy: string) => void;

/**
 * The images of a repository that are used by active services, by the revisions for their rollback, and by running tasks; tags
 * are resolved with the repository's images. Unread if not everything could be read. Throws TryLaterError.
 */
export async function readImagesInUse(
	client: ECSClient,
	subject: RepositorySubject,
	images: readonly StoredImage[],
): Promise<RepositoryFacts["imagesInUse"]> {
	const users = new Map<string, Set<string>>();
	const digestByTag = new Map(images.flatMap(({ tags, digest }) => tags.map((tag) => [tag, digest] as const)));
	const recordUser: RecordUser = (image = "", running, usedBy) => {
		const reference = parseImageReference(image);
		if (reference?.path !== subject.name || !isOwnRegistry(reference.registry, subject)) return;
		const digest = running ?? reference.digest ?? digestByTag.get(reference.tag ?? "latest");
		if (digest === undefined) return;
		const known = users.get(digest) ?? new Set();
		if (known.size < maxUsers) users.set(digest, known.add(usedBy));
	};
	try {
		await searchAll(createSearch(client, maxCalls, "the services and tasks"), recordUser);
	} catch (error) {
		if (!(error instanceof IncompleteSearchError)) throw error;
		return { unread: error.message };
	}
	return {
		value: [...users].flatMap(([digest, known]) => [...known].map((usedBy): ImageInUse => ({ digest, usedBy }))),
	};
}

async function searchAll(search: Search, recordUser: RecordUser): Promise<void> {
	const known: RevisionCache = new Map();
	await mapConcurrently(clustersAtATime, await listClusters(search), async (cluster) => {
		for await (const service of readServices(search, cluster)) await recordService(search, known, service, recordUser);
		for await (const task of readTasks(search, cluster)) recordTask(task, recordUser);
	});
}

async function recordService(
	search: Search,
	known: RevisionCache,
	service: Service,
	recordUser: RecordUser,
): Promise<void> {
	const { status, clusterArn, serviceName = "", deployments = [], taskSets = [], taskDefinition } = service;
	if (status === "INACTIVE") return;
	const name = `service ${lastSegmentOf(clusterArn)}/${serviceName}`;
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

/** The last part of an ARN: `shop` of a cluster, `web:7` of a task definition. */
const lastSegmentOf = (arn: string | undefined): string => arn?.split("/").at(-1) ?? "";

import type { ECSClient, Service, Task } from "@aws-sdk/client-ecs";
import type { ImageInUse, RepositoryFacts, StoredImage } from "../../core/facts.ts";
import type { Permission } from "../../core/permission.ts";
import type { RepositorySubject } from "../../core/subject.ts";
import { parseImageReference } from "../../domain/images/image-reference.ts";
import { isOwnRegistry } from "../../domain/images/own-registry.ts";
import { atMost } from "../clients/at-most.ts";
import { type KnownRevisions, revisionBefore, revisionOf, permissions as revisionPermissions } from "./revisions.ts";
import {
	clustersIn,
	NotAllSeenError,
	type Search,
	searchOn,
	permissions as searchPermissions,
	servicesIn,
} from "./search.ts";
import { permissions as taskPermissions, tasksIn } from "./tasks.ts";

export const permissions: readonly Permission[] = [...searchPermissions, ...taskPermissions, ...revisionPermissions];

/** For all operations together; enough for about 100 services and their tasks. */
const maxCalls = 300;
const clustersAtATime = 2;
/** Further users of an image add no information. */
const maxUsers = 10;

/** Records a user of an image, by the image's name and, if ECS has it, its digest. */
type Take = (image: string | undefined, digest: string | undefined, usedBy: string) => void;

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
	const take: Take = (image = "", running, usedBy) => {
		const reference = parseImageReference(image);
		if (reference?.path !== subject.name || !isOwnRegistry(reference.registry, subject)) return;
		const digest = running ?? reference.digest ?? digestByTag.get(reference.tag ?? "latest");
		if (digest === undefined) return;
		const known = users.get(digest) ?? new Set();
		if (known.size < maxUsers) users.set(digest, known.add(usedBy));
	};
	try {
		await searchAll(searchOn(client, maxCalls, "the services and tasks"), take);
	} catch (error) {
		if (!(error instanceof NotAllSeenError)) throw error;
		return { unread: error.message };
	}
	return {
		value: [...users].flatMap(([digest, known]) => [...known].map((usedBy): ImageInUse => ({ digest, usedBy }))),
	};
}

async function searchAll(search: Search, take: Take): Promise<void> {
	const known: KnownRevisions = new Map();
	await atMost(clustersAtATime, await clustersIn(search), async (cluster) => {
		for await (const service of servicesIn(search, cluster)) await takeService(search, known, service, take);
		for await (const task of tasksIn(search, cluster)) takeTask(task, take);
	});
}

async function takeService(search: Search, known: KnownRevisions, service: Service, take: Take): Promise<void> {
	const { status, clusterArn, serviceName = "", deployments = [], taskSets = [], taskDefinition } = service;
	if (status === "INACTIVE") return;
	const name = `service ${lastPart(clusterArn)}/${serviceName}`;
	const replacing = [...deployments, ...taskSets].filter((one) => one.status !== "INACTIVE");
	const running = [taskDefinition, ...replacing.map((one) => one.taskDefinition)]
		.map(lastPart)
		.filter((one) => one !== "");
	for (const revision of new Set(running)) await takeRevision(search, known, revision, name, take);
	const [family = "", revision = ""] = running[0]?.split(":") ?? [];
	const before = await revisionBefore(search, known, family, Number(revision));
	if (before !== null) await takeRevision(search, known, before, `rollback revision ${before} of ${name}`, take);
}

async function takeRevision(
	search: Search,
	known: KnownRevisions,
	revision: string,
	usedBy: string,
	take: Take,
): Promise<void> {
	const definition = await revisionOf(search, known, revision);
	for (const { image } of definition?.containerDefinitions ?? []) take(image, undefined, usedBy);
}

/** A task of a service counts as that service; any other task counts as itself. */
function takeTask({ clusterArn, taskArn, group = "", containers = [] }: Task, take: Take): void {
	const cluster = lastPart(clusterArn);
	const [kind, service] = group.split(":");
	const user = kind === "service" ? `service ${cluster}/${service}` : `task ${cluster}/${lastPart(taskArn)}`;
	for (const { image, imageDigest } of containers) take(image, imageDigest, user);
}

/** The last part of an ARN: `shop` of a cluster, `web:7` of a task definition. */
const lastPart = (arn: string | undefined): string => arn?.split("/").at(-1) ?? "";

import { MalformedEventError } from "../core/errors.ts";
import { type Envelope, stringAt } from "../core/event.ts";
import { type AccountRegion, partitionOf } from "../core/subject.ts";

/** The partition, account and Region that an event claims to be from. */
export function accountRegionOf({ account, region }: Envelope): AccountRegion {
	return { partition: partitionOf(region), account, region };
}

/**
 * Whether a field of an event has a value. A rule that sends only some fields of an event (`kept.json`) sends an empty string for one that
 * the event does not have; for null, of which EventBridge's documentation does not say what becomes, it may send the word.
 */
export function isGiven(value: unknown): boolean {
	return value !== undefined && value !== null && value !== "" && value !== "null";
}

/** A repository name as defined by ECR's API model: 2 to 256 characters, lower case, single separators. */
export function repositoryNameAt(value: unknown, path: string): string {
	const name = stringAt(value, path);
	const word = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
	if (name.length < 2 || name.length > 256 || !name.split("/").every((part) => word.test(part))) {
		throw new MalformedEventError(`${path} is not a repository name`);
	}
	return name;
}

/** `sha256:` and 64 hex digits. */
export function digestAt(value: unknown, path: string): string {
	const digest = stringAt(value, path);
	if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw new MalformedEventError(`${path} is not a digest`);
	return digest;
}

/** The ARN of a repository or of an image; in the ARN of an image, the digest follows the name, as in Amazon Inspector. */
export function repositoryArnAt(
	value: unknown,
	path: string,
	place: AccountRegion,
): { readonly repository: string; readonly digest: string | null } {
	const resource = resourceAt(value, path, { ...place, prefix: "ecr", type: "repository" });
	const end = resource.lastIndexOf("/sha256:");
	if (end < 0) return { repository: repositoryNameAt(resource, path), digest: null };
	return {
		repository: repositoryNameAt(resource.slice(0, end), path),
		digest: digestAt(resource.slice(end + 1), path),
	};
}

/** A family name as defined by the ECS API: 1 to 255 letters, digits, underscores and hyphens. */
export function familyAt(value: unknown, path: string): string {
	const family = stringAt(value, path);
	if (!/^[A-Za-z0-9_-]{1,255}$/.test(family)) throw new MalformedEventError(`${path} is not a family name`);
	return family;
}

/** The ARN of one revision of a task definition. */
export function revisionArnAt(
	value: unknown,
	path: string,
	place: AccountRegion,
): { readonly arn: string; readonly family: string; readonly revision: number } {
	const resource = resourceAt(value, path, { ...place, prefix: "ecs", type: "task-definition" });
	const [family, revision = "", ...more] = resource.split(":", 3);
	if (!/^[1-9]\d{0,9}$/.test(revision) || more.length > 0) {
		throw new MalformedEventError(`${path} does not name a revision`);
	}
	return { arn: stringAt(value, path), family: familyAt(family, path), revision: Number(revision) };
}

/** A task definition as requests name it: `family:revision`, the ARN of a revision, or the family alone (revision null). */
export function taskDefinitionAt(
	value: unknown,
	path: string,
	place: AccountRegion,
): { readonly family: string; readonly revision: number | null } {
	const named = stringAt(value, path);
	if (named.startsWith("arn:")) {
		const { family, revision } = revisionArnAt(named, path, place);
		return { family, revision };
	}
	const [, family = named, revision] = /^(.*):([1-9]\d{0,9})$/.exec(named) ?? [];
	return { family: familyAt(family, path), revision: revision === undefined ? null : Number(revision) };
}

/** The ARN of an ECS service: the name of its cluster, null in the older form, which does not have it, and its own name. */
export function serviceArnAt(
	value: unknown,
	path: string,
	place: AccountRegion,
): { readonly cluster: string | null; readonly name: string } {
	const resource = resourceAt(value, path, { ...place, prefix: "ecs", type: "service" });
	const [, cluster = null, name] = /^(?:([A-Za-z0-9_-]{1,255})\/)?([A-Za-z0-9_-]{1,255})$/.exec(resource) ?? [];
	if (name === undefined) throw new MalformedEventError(`${path} does not name a service`);
	return { cluster, name };
}

/** The ARN of a service deployment, which names its cluster and its service: `…:service-deployment/CLUSTER/SERVICE/ID`. */
export function serviceDeploymentArnAt(
	value: unknown,
	path: string,
	place: AccountRegion,
): { readonly arn: string; readonly cluster: string; readonly service: string } {
	const resource = resourceAt(value, path, { ...place, prefix: "ecs", type: "service-deployment" });
	const form = /^([A-Za-z0-9_-]{1,255})\/([A-Za-z0-9_-]{1,255})\/[A-Za-z0-9_-]{1,255}$/;
	const [, cluster, service] = form.exec(resource) ?? [];
	if (cluster === undefined || service === undefined) {
		throw new MalformedEventError(`${path} does not name a service deployment`);
	}
	return { arn: stringAt(value, path), cluster, service };
}

/**
 * The name of a cluster or a capacity provider, given as its name or its ARN: 1 to 255 letters, digits, underscores and hyphens, as
 * in the ECS API.
 */
export function ecsNameAt(
	value: unknown,
	path: string,
	place: AccountRegion,
	type: "cluster" | "capacity-provider",
): string {
	const given = stringAt(value, path);
	const name = given.startsWith("arn:") ? resourceAt(given, path, { ...place, prefix: "ecs", type }) : given;
	if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) throw new MalformedEventError(`${path} does not name a ${type}`);
	return name;
}

/** The part of an ARN after its resource type. Rejects an ARN from another partition, account or Region than the event's: these must not be mixed. */
function resourceAt(
	value: unknown,
	path: string,
	{ partition, prefix, region, account, type }: AccountRegion & { readonly prefix: string; readonly type: string },
): string {
	const arn = stringAt(value, path);
	const start = `arn:${partition}:${prefix}:${region}:${account}:${type}/`;
	if (!arn.startsWith(start)) {
		throw new MalformedEventError(`${path} is not the ARN of a ${type} in the event's account and Region`);
	}
	return arn.slice(start.length);
}

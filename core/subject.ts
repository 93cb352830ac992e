/** Where a subject is. It comes from the event, never from where the code itself runs. */
export interface AccountRegion {
	/** `aws`, `aws-cn`, `aws-us-gov` or another value of `partitionOf`. */
	readonly partition: string;
	/** Twelve digits. */
	readonly account: string;
	readonly region: string;
}

export interface RepositorySubject extends AccountRegion {
	readonly kind: "repository";
	/** May contain slashes; never the registry's host. */
	readonly name: string;
}

export interface ImageSubject extends AccountRegion {
	readonly kind: "image";
	readonly repository: string;
	/** `sha256:` and 64 hex digits. */
	readonly digest: string;
}

export interface TaskDefinitionSubject extends AccountRegion {
	readonly kind: "task-definition";
	/** The family is the subject: its newest active revision is judged, as by Security Hub's own ECS controls. */
	readonly family: string;
}

export interface ServiceSubject extends AccountRegion {
	readonly kind: "service";
	/** Name of its cluster. */
	readonly cluster: string;
	readonly name: string;
}

export interface ClusterSubject extends AccountRegion {
	readonly kind: "cluster";
	readonly name: string;
}

export interface CapacityProviderSubject extends AccountRegion {
	readonly kind: "capacity-provider";
	readonly name: string;
}

export type Subject =
	| RepositorySubject
	| ImageSubject
	| TaskDefinitionSubject
	| ServiceSubject
	| ClusterSubject
	| CapacityProviderSubject;
export type SubjectKind = Subject["kind"];

/**
 * The ARN that identifies a subject. That of an image contains the digest, as in Amazon Inspector:
 * `…:repository/NAME/sha256:…`. That of a task definition has no revision. That of a service has the cluster's name, also if
 * the service was created when ECS's ARNs did not have it yet.
 */
export function arnOf(subject: Subject): string {
	const { partition, region, account } = subject;
	const inService = (service: string, resource: string) =>
		`arn:${partition}:${service}:${region}:${account}:${resource}`;
	switch (subject.kind) {
		case "repository":
			return inService("ecr", `repository/${subject.name}`);
		case "image":
			return inService("ecr", `repository/${subject.repository}/${subject.digest}`);
		case "task-definition":
			return inService("ecs", `task-definition/${subject.family}`);
		case "service":
			return inService("ecs", `service/${subject.cluster}/${subject.name}`);
		default:
			return inService("ecs", `${subject.kind}/${subject.name}`);
	}
}

/** Whether a text has the form of a Region's name; there may be no such Region. */
export const isRegionName = (text: string): boolean => /^[a-z]{2,4}(-[a-z]{1,16}){1,3}-\d{1,2}$/.test(text);

const partitions: readonly (readonly [prefix: string, partition: string])[] = [
	["cn-", "aws-cn"],
	["us-gov-", "aws-us-gov"],
	["eusc-", "aws-eusc"],
	["us-iso-", "aws-iso"],
	["us-isob-", "aws-iso-b"],
	["eu-isoe-", "aws-iso-e"],
	["us-isof-", "aws-iso-f"],
];

/** The partition of a Region, by the Region's name, as in the partition table of the AWS SDKs. */
export function partitionOf(region: string): string {
	return partitions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "aws";
}

type WithoutPlace<S> = S extends Subject ? Omit<S, keyof AccountRegion> : never;

/** A short name: `repository/payments`, `image/payments@sha256:…`, `task-definition/web`, `service/shop/web`, `cluster/shop`. */
export function nameOf(subject: WithoutPlace<Subject>): string {
	switch (subject.kind) {
		case "image":
			return `image/${subject.repository}@${subject.digest}`;
		case "task-definition":
			return `task-definition/${subject.family}`;
		case "service":
			return `service/${subject.cluster}/${subject.name}`;
		default:
			return `${subject.kind}/${subject.name}`;
	}
}

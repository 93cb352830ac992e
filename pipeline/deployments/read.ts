import type { ImagesToRead } from "../../adapters/ecr/read-container-images.ts";
import type { ServiceRevisionFacts } from "../../adapters/ecs/read-service-revision.ts";
import type { Control } from "../../core/control.ts";
import type { DeploymentFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { canBlock } from "../../core/judge.ts";
import type { Policy } from "../../core/policy.ts";
import { isUnresolved, type Reading, type Unread, wasRead } from "../../core/reading.ts";
import { policyFor } from "../../core/scopes.ts";
import type { AccountRegion, ServiceSubject, TaskDefinitionSubject } from "../../core/subject.ts";
import { imageReader } from "../complete-facts.ts";

/** Where something is deployed. */
export interface DeploymentPlace extends AccountRegion, DeploymentFacts {}

/** What is deployed, and where. */
export interface DeploymentTarget extends DeploymentPlace {
	readonly targetServiceRevisionArn: string;
}

/** What would be deployed. */
export interface DeployedFacts {
	/** The revision of the family with its images, and where it is deployed. */
	readonly definition: TaskDefinitionFacts;
	/** The service revision's, ISO 8601; null if it is unknown. */
	readonly createdAt: string | null;
	/** Names of the containers whose image was found by its tag, because ECS has not resolved it yet. */
	readonly foundByTag: readonly string[];
	/** Why the images are missing, if that may be otherwise the next time: AWS was throttled or did not respond. */
	readonly unanswered?: string;
}

/** `isMissing`: what AWS deploys does not exist according to AWS, which may be otherwise the next time. */
type DeploymentReading = { readonly value: DeployedFacts } | (Unread & { readonly isMissing?: true });

/** All throw TryLaterError. */
export interface DeploymentReadPorts {
	/** Null when there is none. */
	readonly readServiceRevision: (arn: string) => Promise<Reading<ServiceRevisionFacts | null>>;
	/** Null when there is no such revision. */
	readonly readDefinition: (
		subject: TaskDefinitionSubject,
		readAt: string,
		revision: number,
	) => Promise<TaskDefinitionFacts | null>;
	/** Adds what the registry says about the images. */
	readonly addImages: (
		facts: TaskDefinitionFacts,
		subject: TaskDefinitionSubject,
		more: ImagesToRead,
	) => Promise<TaskDefinitionFacts>;
}

/** What is known of a deployment while it is read, so that it can be reported even if the rest cannot be read. */
export interface Examined {
	family: TaskDefinitionSubject | null;
	/** Of the family. */
	revision: number | null;
	/** When the service revision was created, ISO 8601. */
	createdAt?: string | null;
}

/** With what a decision is recorded: with the family and its revision; with the service and 0, if the family is unknown. */
export const recordedWith = (
	{ family, revision }: Pick<Examined, "family" | "revision">,
	service: ServiceSubject,
): { readonly subject: TaskDefinitionSubject | ServiceSubject; readonly revision: number } => ({
	subject: family ?? service,
	revision: revision ?? 0,
});

/** ECS creates a service revision before a deployment to it, and may round the times. */
const marginMs = 60_000;
/** For which a deployment is looked for if nobody knows when its service revision was created. */
const unknownMs = 7 * 86_400_000;

/** Since when a deployment may have been created, ISO 8601. */
export const createdSince = ({ createdAt = null }: Examined, now: string): string =>
	new Date(createdAt === null ? Date.parse(now) - unknownMs : Date.parse(createdAt) - marginMs).toISOString();

interface ReadTerms {
	readonly controls: readonly Control[];
	readonly policy: Policy;
	readonly readAt: string;
}

/**
 * Reads what a deployment would run: the service revision, its task definition, and its images by the digests that ECS has resolved.
 * Throws TryLaterError.
 */
export async function readDeployment(
	target: DeploymentTarget,
	examined: Examined,
	terms: ReadTerms,
	ports: DeploymentReadPorts,
): Promise<DeploymentReading> {
	const found = await ports.readServiceRevision(target.targetServiceRevisionArn);
	if (!wasRead(found)) return found;
	if (found.value === null) return { unread: "the service revision does not exist", isMissing: true };
	return readRevisionAt(target, found.value, examined, terms, ports);
}

/** The same for a service revision whose contents are known. Throws TryLaterError. */
export async function readRevisionAt(
	{ partition, account, region, cluster, service }: DeploymentPlace,
	{ family, revision, createdAt, platformVersions, digests }: ServiceRevisionFacts,
	examined: Examined,
	{ controls, policy, readAt }: ReadTerms,
	ports: DeploymentReadPorts,
): Promise<DeploymentReading> {
	const subject: TaskDefinitionSubject = { kind: "task-definition", partition, account, region, family };
	examined.family = subject;
	examined.revision = revision;
	examined.createdAt = createdAt;
	const definition = await ports.readDefinition(subject, readAt, revision);
	if (definition === null) return { unread: `revision ${revision} of ${family} does not exist`, isMissing: true };
	if (isUnresolved(definition.containers)) return { unread: definition.containers.unresolved };
	// The service revision says what a search of all services would.
	const deployed = { ...definition, platformVersions, deployment: { cluster, service } };
	const { controls: settings } = policyFor(policy, deployed);
	const withRepositories = controls.some((one) => one.readsRepositories === true && canBlock(one, settings));
	const add = (facts: TaskDefinitionFacts) =>
		ports.addImages(facts, subject, { digests, withRepositories, resultsOnly: true });
	const { facts, incomplete } = await imageReader({ addImages: add }, subject)(deployed);
	const unanswered = incomplete === undefined ? {} : { unanswered: incomplete.message };
	const foundByTag = containersFoundByTag(facts, digests);
	return { value: { definition: facts, createdAt, foundByTag, ...unanswered } };
}

function containersFoundByTag(
	{ containers }: TaskDefinitionFacts,
	digests: ReadonlyMap<string, string>,
): DeployedFacts["foundByTag"] {
	if (isUnresolved(containers)) return [];
	return containers
		.filter(({ name, image }) => typeof image === "string" && !image.includes("@") && !digests.has(name))
		.map(({ name }) => name);
}

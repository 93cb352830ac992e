import type { DeploymentClients } from "../../adapters/clients/deployment.ts";
import { findImage } from "../../adapters/ecr/find-image.ts";
import { addRegistryImages } from "../../adapters/ecr/read-container-images.ts";
import { readImage } from "../../adapters/ecr/read-image.ts";
import type { ResolveTag } from "../../adapters/ecr/resolve-tag.ts";
import { createPlatformVersionReader } from "../../adapters/ecs/read-platform-versions.ts";
import { readTaskDefinition } from "../../adapters/ecs/read-task-definition.ts";
import { FailedCallError } from "../../adapters/explain-failure.ts";
import { BadInputError } from "../../core/errors.ts";
import type { DeploymentFacts, ImageFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { canBlock } from "../../core/judge.ts";
import { isUnresolved, wasRead } from "../../core/reading.ts";
import { policyFor } from "../../core/scopes.ts";
import { type AccountRegion, arnOf, type ImageSubject } from "../../core/subject.ts";
import type { EcrImage } from "../../domain/images/ecr-image.ts";
import { replaceImages } from "../../domain/images/replace-images.ts";
import { awaitRunningScan } from "../../domain/scans/running-scan.ts";
import type { GateRules } from "./decide.ts";
import type { GateSubject } from "./wait.ts";

/** Where the subjects of a run are read. */
export interface GateContext {
	readonly clients: DeploymentClients;
	readonly place: AccountRegion;
	readonly rules: GateRules;
	/** Where the task definitions would be deployed; null if that is unknown. */
	readonly service: DeploymentFacts | null;
	/** Shared by all subjects, so that a tag names the same image in each. */
	readonly resolve: ResolveTag;
}

const pushFirst = "push the image first, or pull it once if a pull-through cache provides it";

/** An image of the registry. A tag is resolved once: what it names then is judged, wherever it moves meanwhile. */
export function imageSubject(given: string, image: EcrImage, { clients: { ecr }, resolve }: GateContext): GateSubject {
	return {
		given,
		read: async (readAt) => {
			const found = await findImage(ecr, image, resolve);
			if (!wasRead(found)) throw new FailedCallError(found.unread);
			if (found.value.kind === "absent") throw new BadInputError(`${found.value.because}; ${pushFirst}`);
			const facts = await readImage(ecr, found.value, readAt, null);
			if (facts !== null) return awaitRunningScan(facts);
			const { account, repository, digest, region } = found.value;
			throw new BadInputError(
				`account ${account} has no image ${digest} in a repository ${repository} in ${region}; ${pushFirst}`,
			);
		},
	};
}

/** A task definition in a file, as if it were registered where the images are read: scopes and waivers for its ARN apply. */
export function fileSubject(given: string, facts: TaskDefinitionFacts, context: GateContext): GateSubject {
	const arn = arnOf({ kind: "task-definition", ...context.place, family: facts.family });
	return definitionSubject(given, async (readAt) => ({ ...facts, arn, readAt }), context);
}

/** The newest active revision of a family, or the given one. */
export function familySubject(
	given: string,
	family: string,
	revision: number | undefined,
	context: GateContext,
): GateSubject {
	const { account, region } = context.place;
	const read = async (readAt: string): Promise<TaskDefinitionFacts> => {
		const subject = { kind: "task-definition", ...context.place, family } as const;
		const facts = await readTaskDefinition(context.clients.ecs, subject, readAt, revision);
		if (facts === null) {
			const what = revision === undefined ? `active revision of ${family}` : `task definition ${family}:${revision}`;
			throw new BadInputError(`account ${account} has no ${what} in ${region}; register it first, or name its file`);
		}
		if (isUnresolved(facts.containers)) throw new FailedCallError(facts.containers.unresolved);
		return facts;
	};
	return definitionSubject(given, read, context);
}

/** Its images are found once, at the first reading; later ones read the same images again, by digest. */
function definitionSubject(
	given: string,
	read: (readAt: string) => Promise<TaskDefinitionFacts>,
	{ clients: { ecr, ecs }, place, rules, service, resolve }: GateContext,
): GateSubject {
	const deployment = service === null ? {} : { deployment: service };
	let known: TaskDefinitionFacts | null = null;
	const addServices = createPlatformVersionReader(ecs);
	const readFirst = async (readAt: string): Promise<TaskDefinitionFacts> => {
		const absent: string[] = [];
		const onAbsent = (image: string, because: string): void => void absent.push(`${image} does not exist: ${because}`);
		const given = { ...(await read(readAt)), ...deployment };
		const facts = await addRegistryImages(ecr, given, place, { resolve, onAbsent });
		const { controls, block } = policyFor(rules.policy, facts);
		if (absent.length > 0 && block.gate) throw new BadInputError(`${absent.join("; ")}; ${pushFirst}`);
		const needsServices = rules["task-definition"].some(
			(control) => control.readsServices === true && canBlock(control, controls),
		);
		return needsServices ? addServices(facts) : facts;
	};
	const readAgain = async (facts: TaskDefinitionFacts, readAt: string): Promise<TaskDefinitionFacts> => {
		const images = new Map<string, ImageFacts | null>();
		for (const { repository, digest, arn } of imagesOf(facts)) {
			const subject: ImageSubject = { kind: "image", ...place, repository, digest };
			images.set(arn, await readImage(ecr, subject, readAt, null));
		}
		return { ...replaceImages(facts, ({ arn }) => images.get(arn) ?? null), readAt };
	};
	return {
		given,
		read: async (readAt) => {
			known = known === null ? await readFirst(readAt) : await readAgain(known, readAt);
			return replaceImages(known, awaitRunningScan);
		},
	};
}

/** The images of the containers that are in the registry, each once. */
export function imagesOf({ containers }: TaskDefinitionFacts): readonly ImageFacts[] {
	if (isUnresolved(containers)) return [];
	const read = containers.flatMap(({ registryImage }) => (wasRead(registryImage) ? registryImage.value : []));
	return [...new Map(read.map((image) => [image.arn, image])).values()];
}

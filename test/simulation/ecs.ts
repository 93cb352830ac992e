import type { DeregisterResult } from "../../adapters/ecs/deregister.ts";
import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { arnOf, type TaskDefinitionSubject } from "../../core/subject.ts";
import { aContainer, aTaskDefinition } from "../support/builders.ts";
import type { SimulatedImage } from "./ecr.ts";
import { place } from "./place.ts";
import { Timeline } from "./timeline.ts";

/** What most revisions do not have. */
export interface Shape {
	/** Names the image by the tag `2.0.0`. */
	readonly isTagged: boolean;
	/** A second container, whose image is in another registry; null if there is none. */
	readonly sidecar: { readonly hasReadOnlyRoot: boolean } | null;
}

export interface SimulatedRevision {
	readonly revision: number;
	readonly arn: string;
	readonly registeredAt: number;
	readonly hasReadOnlyRoot: boolean;
	/** What it runs: always the image that it names, or that which has the tag. */
	readonly image: Timeline<SimulatedImage>;
	readonly shape: Shape;
	/** Who deregistered it; null while it is active. */
	readonly deregisteredBy: Timeline<"user" | "pipeline" | null>;
}

export interface SimulatedFamily {
	readonly subject: TaskDefinitionSubject;
	readonly arn: string;
	readonly revisions: SimulatedRevision[];
}

const plain: Shape = { isTagged: false, sidecar: null };
const sidecarImage = `public.ecr.aws/shop/agent@sha256:${"a".repeat(64)}`;

const registryHost = `${place.account}.dkr.ecr.${place.region}.amazonaws.com`;

/** The name of an image by its digest. */
export const digestNameOf = ({ subject: { repository, digest } }: SimulatedImage): string =>
	`${registryHost}/${repository}@${digest}`;

/** The images of a revision as its definition names them. */
export function imageNamesOf({ image, shape }: Pick<SimulatedRevision, "image" | "shape">): readonly string[] {
	const { repository } = image.last.subject;
	const app = shape.isTagged ? `${registryHost}/${repository}:2.0.0` : digestNameOf(image.last);
	return shape.sidecar === null ? [app] : [app, sidecarImage];
}

/** A definition of containers that run images, which are not read yet. */
export function definitionOf(
	subject: TaskDefinitionSubject,
	revision: Pick<SimulatedRevision, "image" | "hasReadOnlyRoot"> & Partial<Pick<SimulatedRevision, "shape">>,
): TaskDefinitionFacts {
	const { shape = plain, hasReadOnlyRoot, image: runs } = revision;
	const containers = imageNamesOf({ image: runs, shape }).map((image, at) =>
		aContainer({
			name: at === 0 ? "app" : "agent",
			image,
			readonlyRootFilesystem: at === 0 ? hasReadOnlyRoot : shape.sidecar?.hasReadOnlyRoot === true,
			registryImage: { unread: "not read yet" },
		}),
	);
	return aTaskDefinition({ family: subject.family, arn: arnOf(subject), containers });
}

/** ECS with families of task definitions; held to test/contracts/family.ts. Times are epoch milliseconds. */
export class SimulatedFamilies {
	readonly families: SimulatedFamily[] = [];
	/** The shape of each revision that is registered. */
	nextShape: () => Shape = () => plain;
	/** The tags of a revision at a time. */
	tagsOf: (revision: SimulatedRevision, time: number) => Readonly<Record<string, string>> = () => ({});
	readonly #time: () => number;

	constructor(time: () => number) {
		this.#time = time;
	}

	create(family: string): SimulatedFamily {
		const subject = { kind: "task-definition", ...place, family } as const;
		const created = { subject, arn: arnOf(subject), revisions: [] };
		this.families.push(created);
		return created;
	}

	/** `release`: the image with that tag; needed if the revision names it. */
	register(
		family: SimulatedFamily,
		hasReadOnlyRoot: boolean,
		image: SimulatedImage,
		release: () => Timeline<SimulatedImage> = () => new Timeline(this.#time(), image),
	): SimulatedRevision {
		const shape = this.nextShape();
		const revision = family.revisions.length + 1;
		const registered = {
			revision,
			arn: `${family.arn}:${revision}`,
			registeredAt: this.#time(),
			hasReadOnlyRoot,
			image: shape.isTagged ? release() : new Timeline(this.#time(), image),
			shape,
			deregisteredBy: new Timeline<"user" | "pipeline" | null>(this.#time(), null),
		};
		family.revisions.push(registered);
		return registered;
	}

	/** The active revisions of a family at a time, newest first. */
	activeAt(family: SimulatedFamily, time: number): readonly SimulatedRevision[] {
		return family.revisions
			.filter(({ registeredAt, deregisteredBy }) => registeredAt <= time && deregisteredBy.at(time) === null)
			.toReversed();
	}

	/** The newest active revision, or the given one; null when there is none. */
	facts({ family }: TaskDefinitionSubject, readAt: string, revision?: number): TaskDefinitionFacts | null {
		const found = this.families.find(({ subject }) => subject.family === family);
		if (found === undefined) return null;
		const [newest] = this.activeAt(found, this.#time());
		const wanted = revision === undefined ? newest : found.revisions.find((one) => one.revision === revision);
		if (wanted === undefined) return null;
		const status = wanted.deregisteredBy.at(this.#time()) === null ? "ACTIVE" : "INACTIVE";
		const tags = { value: this.tagsOf(wanted, this.#time()) };
		return { ...definitionOf(found.subject, wanted), revision: wanted.revision, status, tags, readAt };
	}

	/** A revision that is inactive or unknown is gone. `onDone` is called if it was active. */
	deregister(
		revisionArn: string,
		by: "user" | "pipeline",
		onDone: (family: SimulatedFamily, revision: SimulatedRevision) => void,
	): DeregisterResult {
		for (const family of this.families) {
			const revision = family.revisions.find(({ arn }) => arn === revisionArn);
			if (revision === undefined || revision.deregisteredBy.last !== null) continue;
			revision.deregisteredBy.set(this.#time(), by);
			onDone(family, revision);
			return { outcome: "done" };
		}
		return { outcome: "gone" };
	}
}

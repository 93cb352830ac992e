import type { DeregisterResult } from "../../adapters/ecs/deregister.ts";
import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { arnOf, type TaskDefinitionSubject } from "../../core/subject.ts";
import { aContainer, aTaskDefinition } from "../support/builders.ts";
import type { SimulatedImage } from "./ecr.ts";
import { place } from "./place.ts";
import { Timeline } from "./timeline.ts";

export interface SimulatedRevision {
	readonly revision: number;
	readonly arn: string;
	readonly registeredAt: number;
	readonly hasReadOnlyRoot: boolean;
	readonly image: SimulatedImage;
	/** Who deregistered it; null while it is active. */
	readonly deregisteredBy: Timeline<"user" | "pipeline" | null>;
}

export interface SimulatedFamily {
	readonly subject: TaskDefinitionSubject;
	readonly arn: string;
	readonly revisions: SimulatedRevision[];
}

/** ECS with families of task definitions; held to test/contracts/family.ts. Times are epoch milliseconds. */
export class SimulatedFamilies {
	readonly families: SimulatedFamily[] = [];
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

	register(family: SimulatedFamily, hasReadOnlyRoot: boolean, image: SimulatedImage): SimulatedRevision {
		const revision = family.revisions.length + 1;
		const registered = {
			revision,
			arn: `${family.arn}:${revision}`,
			registeredAt: this.#time(),
			hasReadOnlyRoot,
			image,
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
		const { repository, digest } = wanted.image.subject;
		const image = `${place.account}.dkr.ecr.${place.region}.amazonaws.com/${repository}@${digest}`;
		const container = { image, readonlyRootFilesystem: wanted.hasReadOnlyRoot };
		return aTaskDefinition({
			family,
			arn: found.arn,
			revision: wanted.revision,
			status: wanted.deregisteredBy.at(this.#time()) === null ? "ACTIVE" : "INACTIVE",
			containers: [aContainer({ ...container, registryImage: { unread: "not read yet" } })],
			readAt,
		});
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

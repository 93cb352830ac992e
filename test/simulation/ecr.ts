import type { ImageFacts, RepositoryFacts } from "../../core/facts.ts";
import { arnOf, type ImageSubject, type RepositorySubject } from "../../core/subject.ts";
import { aLifecycleRule, anImage, aRepository, aScan, aStoredImage, aVulnerability } from "../support/builders.ts";
import { place } from "./place.ts";
import { Timeline } from "./timeline.ts";

/** What ECR answers about a scan: no scan, under way, without vulnerabilities, with HIGH ones, or an image that cannot be scanned. */
export type ScanState = "absent" | "pending" | "clean" | "vulnerable" | "unsupported";

const statusOf: Readonly<Record<ScanState, string>> = {
	absent: "ABSENT",
	pending: "IN_PROGRESS",
	clean: "COMPLETE",
	vulnerable: "COMPLETE",
	unsupported: "UNSUPPORTED_IMAGE",
};

export interface SimulatedImage {
	readonly subject: ImageSubject;
	readonly arn: string;
	readonly pushedAt: number;
	/** As reads show it. */
	readonly scan: Timeline<ScanState>;
	/** Number of HIGH vulnerabilities while it is vulnerable. */
	readonly count: Timeline<number>;
	readonly exists: Timeline<boolean>;
}

export interface SimulatedRepository {
	readonly subject: RepositorySubject;
	readonly arn: string;
	readonly isMutable: Timeline<boolean>;
	readonly hasLifecyclePolicy: Timeline<boolean>;
	/** How many of the newest images the policy keeps; null: more than there are, and none is listed. */
	readonly keeps: Timeline<number | null>;
	readonly exists: Timeline<boolean>;
	/** The image that has the tag `2.0.0`; null until one is tagged. */
	release: Timeline<SimulatedImage> | null;
	readonly images: SimulatedImage[];
}

/** Every third image has no tag of its own, by its digest or its ARN. */
export const isUntagged = (digest: string): boolean => Number(`0x${digest.slice(-4)}`) % 3 === 0;

/** ECR with repositories and images that change over time. Times are epoch milliseconds. */
export class SimulatedRegistry {
	readonly repositories: SimulatedRepository[] = [];
	readonly #time: () => number;
	#pushed = 0;

	constructor(time: () => number) {
		this.#time = time;
	}

	create(name: string, isMutable: boolean, hasLifecyclePolicy: boolean): SimulatedRepository {
		const subject = { kind: "repository", ...place, name } as const;
		const at = this.#time();
		const repository: SimulatedRepository = {
			subject,
			arn: arnOf(subject),
			isMutable: new Timeline(at, isMutable),
			hasLifecyclePolicy: new Timeline(at, hasLifecyclePolicy),
			keeps: new Timeline<number | null>(at, null),
			exists: new Timeline(at, true),
			release: null,
			images: [],
		};
		this.repositories.push(repository);
		return repository;
	}

	push(repository: SimulatedRepository, state: ScanState, digest = this.#nextDigest()): SimulatedImage {
		const at = this.#time();
		const subject = { kind: "image", ...place, repository: repository.subject.name, digest } as const;
		const image = {
			subject,
			arn: arnOf(subject),
			pushedAt: at,
			scan: new Timeline(at, state),
			count: new Timeline(at, 1),
			exists: new Timeline(at, true),
		};
		repository.images.push(image);
		return image;
	}

	/** Moves the tag `2.0.0` to an image. */
	tag(repository: SimulatedRepository, image: SimulatedImage): Timeline<SimulatedImage> {
		if (repository.release === null) repository.release = new Timeline(this.#time(), image);
		else repository.release.set(this.#time(), image);
		return repository.release;
	}

	/** The tag `2.0.0`, which an image gets if no image has it. */
	releaseOf(image: SimulatedImage): Timeline<SimulatedImage> {
		const repository = this.repositories.find(({ images }) => images.includes(image));
		if (repository === undefined) throw new RangeError(`${image.arn} is in no repository`);
		const { release } = repository;
		return release?.last.exists.last === true ? release : this.tag(repository, image);
	}

	/** Whether an image has a tag. */
	isTagged({ repository, digest }: Pick<ImageSubject, "repository" | "digest">): boolean {
		return !isUntagged(digest) || this.releaseDigest(repository) === digest;
	}

	/** The digest of the image that has the tag `2.0.0`; null if there is none. */
	releaseDigest(repository: string): string | null {
		const image = this.#find(repository)?.release?.at(this.#time());
		return image?.exists.at(this.#time()) === true ? image.subject.digest : null;
	}

	/** Null for a repository that does not exist. Without the images in use. */
	repositoryFacts({ name }: Pick<RepositorySubject, "name">, readAt: string): RepositoryFacts | null {
		const time = this.#time();
		const found = this.#find(name);
		if (found === null) return null;
		return aRepository({
			name,
			arn: found.arn,
			tagMutability: found.isMutable.at(time) ? "MUTABLE" : "IMMUTABLE",
			...lifecycleAt(found, time),
			readAt,
		});
	}

	/** Null for an image that does not exist. `announcedAt`: the time of an event about a scan result. */
	imageFacts(
		{ repository, digest }: Pick<ImageSubject, "repository" | "digest">,
		readAt: string,
		announcedAt: string | null,
	): ImageFacts | null {
		const time = this.#time();
		const own = isUntagged(digest) ? [] : ["1.4.2"];
		const tags = this.releaseDigest(repository) === digest ? [...own, "2.0.0"] : own;
		const found = this.#find(repository)?.images.find(({ subject }) => subject.digest === digest);
		if (found === undefined || !found.exists.at(time)) return null;
		const state = found.scan.at(time);
		const pushedAt = new Date(found.pushedAt).toISOString();
		const isAnnouncedLater = announcedAt !== null && Date.parse(announcedAt) > found.pushedAt;
		const awaitedSince = isAnnouncedLater ? announcedAt : pushedAt;
		const vulnerabilities = Array.from({ length: state === "vulnerable" ? found.count.at(time) : 0 }, (_, at) =>
			aVulnerability({ id: `CVE-2026-${1_000 + at}` }),
		);
		const completedAt = statusOf[state] === "COMPLETE" ? new Date(found.scan.since(time)).toISOString() : null;
		const scan = aScan({ digest, status: statusOf[state], description: "", completedAt, vulnerabilities });
		const scans = { value: [scan] };
		return anImage({ repository, digest, arn: found.arn, tags, pushedAt, awaitedSince, scans, readAt });
	}

	#find(name: string): SimulatedRepository | null {
		const found = this.repositories.find(({ subject, exists }) => subject.name === name && exists.at(this.#time()));
		return found ?? null;
	}

	#nextDigest(): string {
		this.#pushed += 1;
		return `sha256:${this.#pushed.toString(16).padStart(64, "0")}`;
	}
}

/** The lifecycle policy and the images that it concerns. */
function lifecycleAt(
	{ hasLifecyclePolicy, keeps, images }: SimulatedRepository,
	time: number,
): Partial<RepositoryFacts> {
	const most = keeps.at(time);
	const stored = images
		.filter(({ exists }) => exists.at(time))
		.map(({ subject: { digest }, pushedAt }) => aStoredImage({ digest, pushedAt: new Date(pushedAt).toISOString() }));
	const listed = most === null ? {} : { images: { value: stored } };
	if (!hasLifecyclePolicy.at(time)) return { ...listed, lifecyclePolicy: { value: null } };
	if (most === null) return listed;
	const selection = { tagStatus: "any", countType: "imageCountMoreThan", countNumber: most };
	return { ...listed, lifecyclePolicy: { value: JSON.stringify({ rules: [aLifecycleRule({ selection })] }) } };
}

import { TryLaterError } from "../../core/errors.ts";
import type { ImageFacts, RepositoryFacts } from "../../core/facts.ts";
import { arnOf, type ImageSubject, type RepositorySubject } from "../../core/subject.ts";
import { anImage, aRepository, aScan } from "./builders.ts";

/**
 * ECR without AWS, held to the same contract as the adapters: test/contracts/registry.ts. Every repository and image
 * exists until it is deleted; images of repositories whose name begins with `fresh` are being scanned.
 */
export class RegistryInMemory {
	/** Names of repositories that cannot be read. */
	readonly unreadable: readonly string[];
	readonly #dropped = new Set<string>();

	constructor(unreadable: readonly string[] = []) {
		this.unreadable = unreadable;
	}

	/** Deletes a repository, or an image of it. */
	drop(name: string, digest: string | null = null): void {
		this.#dropped.add(digest === null ? name : `${name}@${digest}`);
	}

	readonly repository = async (subject: RepositorySubject, readAt: string): Promise<RepositoryFacts | null> => {
		const { name, account } = subject;
		if (this.unreadable.includes(name)) throw new TryLaterError("ThrottlingException");
		return this.#dropped.has(name) ? null : aRepository({ name, account, arn: arnOf(subject), readAt });
	};

	readonly image = async (
		subject: ImageSubject,
		readAt: string,
		announcedAt: string | null,
	): Promise<ImageFacts | null> => {
		const { repository, digest } = subject;
		if (this.#dropped.has(repository) || this.#dropped.has(`${repository}@${digest}`)) return null;
		const isFresh = repository.startsWith("fresh");
		const pushedAt = isFresh ? readAt : "2026-11-21T10:00:00.000Z";
		const awaitedSince = announcedAt !== null && announcedAt > pushedAt ? announcedAt : pushedAt;
		const scans = {
			value: [isFresh ? aScan({ digest, status: "IN_PROGRESS", completedAt: null }) : aScan({ digest })],
		};
		return anImage({ repository, digest, arn: arnOf(subject), readAt, pushedAt, awaitedSince, scans });
	};
}

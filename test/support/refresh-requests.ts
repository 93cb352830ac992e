import type {
	Claim,
	RefreshFailure,
	RefreshRequests,
	WaitingRepository,
} from "../../adapters/dynamodb/refresh-requests.ts";
import type { Snapshot, UsedImages } from "../../adapters/dynamodb/used-images.ts";
import { TryLaterError } from "../../core/errors.ts";
import type { UsedImage } from "../../domain/images/used-images.ts";

/** Snapshots without DynamoDB, held to the same contract as the adapter: test/contracts/used-images.ts. */
export class UsedImagesInMemory implements UsedImages {
	#stored: { readonly snapshot: Snapshot; readonly images: string } | null = null;

	async current(): Promise<Snapshot | null> {
		return this.#stored?.snapshot ?? null;
	}

	async read({ asOf }: Snapshot): Promise<readonly UsedImage[]> {
		if (this.#stored?.snapshot.asOf !== asOf) throw new TryLaterError("replaced");
		return JSON.parse(this.#stored.images) as UsedImage[];
	}

	async store(asOf: string, images: readonly UsedImage[]): Promise<void> {
		if (this.#stored !== null && asOf < this.#stored.snapshot.asOf) throw new TryLaterError("a later one is stored");
		const slot = this.#stored?.snapshot.slot === "a" ? "b" : "a";
		this.#stored = { snapshot: { asOf, slot, chunks: 1 }, images: JSON.stringify(images) };
	}
}

/** Requests without DynamoDB, held to the same contract as the adapter: test/contracts/used-images.ts. */
export class RefreshRequestsInMemory implements RefreshRequests {
	readonly #until = new Map<string, string>();
	readonly #done = new Set<string>();
	/** Since when, by ARN. */
	readonly #waiting = new Map<string, string>();
	#failure: RefreshFailure | null = null;

	async claim(what: Claim, at: string, until: string): Promise<boolean> {
		if ((this.#until.get(what) ?? "") > at) return false;
		this.#until.set(what, until);
		this.#done.delete(what);
		return true;
	}

	async claimUntil(what: Claim, until: string): Promise<void> {
		this.#until.set(what, until);
		this.#done.add(what);
	}

	async isDone(what: Claim, at: string): Promise<boolean> {
		return this.#done.has(what) && (this.#until.get(what) ?? "") > at;
	}

	async addWaiting(arn: string, at: string): Promise<void> {
		this.#waiting.set(arn, at);
	}

	async listWaiting(): Promise<readonly WaitingRepository[]> {
		const waiting = [...this.#waiting].map(([arn, since]) => ({ arn, since }));
		return waiting.sort((a, b) => (a.arn < b.arn ? -1 : 1));
	}

	async removeWaiting(waiting: readonly WaitingRepository[]): Promise<void> {
		for (const { arn, since } of waiting) if (this.#waiting.get(arn) === since) this.#waiting.delete(arn);
	}

	async failure(): Promise<RefreshFailure | null> {
		return this.#failure;
	}

	async recordFailure(failure: RefreshFailure): Promise<void> {
		this.#failure = failure;
	}
}

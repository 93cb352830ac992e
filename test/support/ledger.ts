import { isDeepStrictEqual } from "node:util";
import type { ListPage } from "../../adapters/clients/list-page.ts";
import { fitToItem } from "../../adapters/dynamodb/fit-to-item.ts";
import type { Ledger, LedgerState, UserPage } from "../../adapters/dynamodb/ledger.ts";
import type { RejectionRecords, Rejections } from "../../adapters/dynamodb/published.ts";
import type { SweptEntries, SweptEntry } from "../../adapters/dynamodb/swept-entries.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { arnOf, type Subject } from "../../core/subject.ts";
import type { BlockCandidate, BlockIntent } from "../../domain/blocks/intent.ts";

interface Link {
	readonly used: string;
	readonly user: Subject;
	readonly expiresAt: number;
}

/** The ledger without DynamoDB, held to the same contracts as the adapters: test/contracts/ledger.ts and swept-entries.ts. */
export class LedgerInMemory implements Ledger, SweptEntries, RejectionRecords {
	/** By ARN. */
	readonly entries = new Map<string, LedgerEntry>();
	/** By `ARN#revision`. */
	readonly intents = new Map<string, BlockIntent>();
	/** By `ARN#revision`. */
	readonly candidates = new Map<string, BlockCandidate>();
	/** `readAt` by `ARN sink`. */
	readonly published = new Map<string, string>();
	/** Every entry that was written, in order, as in the stream. */
	readonly history: LedgerEntry[] = [];
	pageSize = 100;
	/** `seenAt` by ARN. */
	readonly #seen = new Map<string, string>();
	readonly #links = new Map<string, Link>();
	readonly #rejections = new Map<string, Rejections>();
	readonly #publishedUntil = new Map<string, number>();
	readonly #now: () => number;

	/** `now`: epoch milliseconds. */
	constructor(now: () => number = Date.now) {
		this.#now = now;
	}

	async read(arn: string): Promise<LedgerState> {
		const isOf = ([key]: readonly [string, unknown]) => key.slice(0, key.lastIndexOf("#")) === arn;
		return {
			entry: copyOf(this.entries.get(arn) ?? null),
			intents: inKeyOrder([...this.intents].filter(isOf)),
			candidates: inKeyOrder([...this.candidates].filter(isOf)),
		};
	}

	async write(entry: LedgerEntry, previousReadAt: string | null): ReturnType<Ledger["write"]> {
		const item = copyOf(fitToItem(entry));
		const stored = this.entries.get(entry.arn);
		if (stored === undefined || (stored.readAt === previousReadAt && stored.readAt < item.readAt)) {
			this.entries.set(entry.arn, item);
			this.#seen.delete(entry.arn);
			this.history.push(item);
			return { kind: "written" };
		}
		return isDeepStrictEqual(stored, item) ? { kind: "written" } : { kind: "conflict", stored: copyOf(stored) };
	}

	async recordIntent(arn: string, intent: BlockIntent): Promise<BlockIntent | null> {
		const key = `${arn}#${intent.revision}`;
		const replaced = this.intents.get(key) ?? null;
		this.intents.set(key, copyOf(intent));
		return replaced;
	}

	async clearIntent(arn: string, revision: number): Promise<void> {
		this.intents.delete(`${arn}#${revision}`);
	}

	async recordCandidate(arn: string, candidate: BlockCandidate): Promise<void> {
		this.candidates.set(`${arn}#${candidate.revision}`, copyOf(candidate));
	}

	async clearCandidate(arn: string, revision: number): Promise<void> {
		this.candidates.delete(`${arn}#${revision}`);
	}

	async link(user: Subject, used: readonly string[]): Promise<void> {
		const expiresAt = Math.floor(this.#now() / 1000) + 180 * 86_400;
		for (const arn of used) this.#links.set(`${arn} ${arnOf(user)}`, { used: arn, user: copyOf(user), expiresAt });
	}

	async users(arn: string, after: string | null): Promise<UserPage> {
		const links = [...this.#links].filter(([, { used }]) => used === arn);
		const all = inKeyOrder(links).map(({ user }) => user);
		const from = after === null ? 0 : all.findIndex((user) => arnOf(user) === after) + 1;
		const users = all.slice(from, from + this.pageSize);
		const last = users.at(-1);
		return { users, next: users.length === this.pageSize && last !== undefined ? arnOf(last) : null };
	}

	async publishedAt(arn: string, sink: string): Promise<string | null> {
		return this.published.get(`${arn} ${sink}`) ?? null;
	}

	async confirm(arn: string, sink: string, readAt: string, expiresAt?: number): Promise<void> {
		const key = `${arn} ${sink}`;
		const known = this.published.get(key);
		if (known !== undefined && known >= readAt) return;
		this.published.set(key, readAt);
		this.#rejections.delete(key);
		if (expiresAt === undefined) this.#publishedUntil.delete(key);
		else this.#publishedUntil.set(key, expiresAt);
	}

	async rejections(arn: string, sink: string): Promise<Rejections> {
		return this.#rejections.get(`${arn} ${sink}`) ?? {};
	}

	async recordRejections(arn: string, sink: string, rejections: Rejections, expiresAt?: number): Promise<void> {
		const key = `${arn} ${sink}`;
		this.#rejections.set(key, copyOf(rejections));
		if (expiresAt === undefined) this.#publishedUntil.delete(key);
		else this.#publishedUntil.set(key, expiresAt);
	}

	/** `token`: the last ARN of the previous page. */
	async page(token: string | null): Promise<ListPage<LedgerEntry>> {
		const { items, next } = this.#page(token);
		return { items: items.map(copyOf), next };
	}

	async swept(token: string | null): Promise<ListPage<SweptEntry>> {
		const { items, next } = this.#page(token);
		return {
			items: items.map(({ subject, arn, state, readAt, rules, expiresAt = null }) => {
				return { subject, arn, state, readAt, rules, seenAt: this.#seen.get(arn) ?? null, expiresAt };
			}),
			next,
		};
	}

	#page(token: string | null): ListPage<LedgerEntry> {
		const after = [...this.entries.values()].filter(({ arn }) => token === null || arn > token);
		const items = after.sort((a, b) => (a.arn < b.arn ? -1 : 1)).slice(0, this.pageSize);
		return { items, next: after.length > this.pageSize ? (items.at(-1)?.arn ?? null) : null };
	}

	async touch(arn: string, readAt: string, seenAt: string): Promise<boolean> {
		if (this.entries.get(arn)?.readAt !== readAt) return false;
		this.#seen.set(arn, seenAt);
		return true;
	}

	/** Like DynamoDB's time to live: deletes what expired before a time, in epoch seconds. */
	async expire(at: number): Promise<void> {
		for (const [arn, { expiresAt = at }] of this.entries) if (expiresAt < at) this.entries.delete(arn);
		for (const [key, { until }] of this.candidates) if (Date.parse(until) / 1000 < at) this.candidates.delete(key);
		for (const [key, { expiresAt }] of this.#links) if (expiresAt < at) this.#links.delete(key);
		for (const [key, expiresAt] of this.#publishedUntil) {
			if (expiresAt >= at) continue;
			this.#publishedUntil.delete(key);
			this.published.delete(key);
			this.#rejections.delete(key);
		}
	}
}

/** As DynamoDB stores it: a copy without keys that hold undefined. */
const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** Query answers in the order of the sort key, as text: revision 10 comes before revision 9. */
function inKeyOrder<T>(items: readonly (readonly [string, T])[]): T[] {
	return items.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => copyOf(item));
}

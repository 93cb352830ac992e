import type { BlockIntent } from "../../core/block.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import type { Subject } from "../../core/subject.ts";

/** The ledger's rules without DynamoDB: what the adapter's own tests hold it to as well. */
export class LedgerInMemory {
	readonly entries = new Map<string, LedgerEntry>();
	readonly intents = new Map<string, BlockIntent>();
	readonly links: { readonly user: Subject; readonly used: string }[] = [];
	readonly published = new Map<string, string>();
	/** Every entry that was ever written, in order: what the stream would show. */
	readonly history: LedgerEntry[] = [];

	async read(arn: string) {
		const users = this.links.filter(({ used }) => used === arn).map(({ user }) => user);
		const intents = [...this.intents].flatMap(([key, intent]) => (key.startsWith(`${arn}#`) ? [intent] : []));
		return { entry: this.entries.get(arn) ?? null, intents, users };
	}

	async link(user: Subject, used: readonly string[]) {
		this.links.push(...used.map((arn) => ({ user, used: arn })));
	}

	async write(entry: LedgerEntry, previousReadAt: string | null) {
		const stored = this.entries.get(entry.arn);
		if (stored !== undefined && stored.readAt !== previousReadAt) return { kind: "conflict", stored } as const;
		this.entries.set(entry.arn, entry);
		this.history.push(entry);
		return { kind: "written" } as const;
	}

	async intend(arn: string, intent: BlockIntent) {
		const key = `${arn}#${intent.revision}`;
		const replaced = this.intents.get(key) ?? null;
		this.intents.set(key, intent);
		return replaced;
	}

	async clearIntent(arn: string, revision: number) {
		this.intents.delete(`${arn}#${revision}`);
	}

	async publishedAt(arn: string, sink: string) {
		return this.published.get(`${arn} ${sink}`) ?? null;
	}

	async confirm(arn: string, sink: string, readAt: string) {
		const key = `${arn} ${sink}`;
		const known = this.published.get(key);
		if (known === undefined || known < readAt) this.published.set(key, readAt);
	}
}

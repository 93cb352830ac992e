import type { Ledger } from "../../adapters/dynamodb/ledger.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import type { Invocation } from "./invocation.ts";
import type { Services } from "./services.ts";

/** The ledger as one invocation reaches it; each of its functions is one call. */
export function ledgerPorts(services: Services, invocation: Invocation): Ledger {
	const { table, variant } = services;
	return {
		read: (arn) => invocation.call("dynamodb:Query", () => table.read(arn)),
		write: (entry, previousReadAt) =>
			invocation.call("dynamodb:PutItem entry", () => writeAs(services, entry, previousReadAt)),
		recordIntent: (...of) =>
			variant === "no block intent"
				? Promise.resolve(null)
				: invocation.call("dynamodb:PutItem intent", () => table.recordIntent(...of)),
		clearIntent: (...of) => invocation.call("dynamodb:DeleteItem", () => table.clearIntent(...of)),
		recordCandidate: (...of) => invocation.call("dynamodb:PutItem candidate", () => table.recordCandidate(...of)),
		clearCandidate: (...of) => invocation.call("dynamodb:DeleteItem", () => table.clearCandidate(...of)),
		users: (...of) => {
			const users = () => invocation.call("dynamodb:Query users", () => table.users(...of));
			const isForgotten = variant === "users of an image that changes are not checked again" && isOfImages(of[0]);
			return isForgotten ? Promise.resolve({ users: [], next: null }) : users();
		},
		link: (...of) => invocation.call("dynamodb:PutItem link", () => table.link(...of)),
		publishedAt: (...of) => invocation.call("dynamodb:GetItem", () => table.publishedAt(...of)),
		confirm: (...of) => invocation.call("dynamodb:UpdateItem", () => table.confirm(...of)),
	};
}

/** The ARN of an image, or a repository's ARN with a tag. */
const isOfImages = (key: string): boolean => /:repository\/.+:/.test(key);

function writeAs(
	{ table, variant, clock, journal }: Services,
	entry: LedgerEntry,
	previousReadAt: string | null,
): ReturnType<Ledger["write"]> {
	switch (variant) {
		case "no conditional write":
			table.overwrite(entry);
			return Promise.resolve({ kind: "written" });
		case "a stale read wins": {
			// The time of the writing instead of the reading.
			const stored = table.entries.get(entry.arn) ?? null;
			const readAt = clock.now();
			// What is known of the reading belongs to the entry, whatever time it claims.
			const reading = journal.snapshotReadings.get(`${entry.arn} ${entry.readAt}`);
			if (reading !== undefined) journal.snapshotReadings.set(`${entry.arn} ${readAt}`, reading);
			return table.write({ ...entry, readAt }, stored?.readAt ?? null);
		}
		default:
			return table.write(entry, previousReadAt);
	}
}

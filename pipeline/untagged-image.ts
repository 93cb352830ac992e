import type { Ledger } from "../adapters/dynamodb/ledger.ts";
import type { Check, LedgerEntry } from "../core/ledger.ts";
import { arnOf, type Subject } from "../core/subject.ts";
import { type HeldBack, isHeldBack } from "../domain/notifications/held-back.ts";

/** Longer than the jobs take that build for one platform each, before the last one pushes the index of their images. */
const awaitedMs = 86_400_000;

/**
 * What is recorded of an image that never had a tag and that nothing runs, so that people hear of it with its index, by the tag of that. Of one
 * that belongs to no index they hear a day later, because it may have been pushed before its index. Once they may have heard of an image,
 * they do until it is deleted. Throws TryLaterError.
 */
export async function aboutUntagged(
	{ subject, about, readAt }: Pick<Check, "subject" | "about" | "readAt">,
	before: LedgerEntry | null,
	ledger: Pick<Ledger, "users">,
): Promise<HeldBack | null> {
	// Tags and push time are read together: without the one, the other is unknown.
	if (subject.kind !== "image" || about["tags"] !== undefined || about["pushedAt"] === undefined) return null;
	const known = before?.state === "present" ? before : null;
	if (known !== null && !isHeldBack(known)) return null;
	const { isRun, index } = await usersOf(subject, ledger);
	if (isRun) return null;
	const digest = known?.about["index"] ?? index;
	if (digest !== undefined) return { index: digest };
	const awaitsIndexUntil = known?.about["awaitsIndexUntil"] ?? new Date(Date.parse(readAt) + awaitedMs).toISOString();
	return { awaitsIndexUntil };
}

/** Whether a task definition or a service uses the image, and the digest of an index that contains it. */
async function usersOf(subject: Subject, { users: read }: Pick<Ledger, "users">) {
	let after: string | null = null;
	let index: string | undefined;
	do {
		const { users, next } = await read(arnOf(subject), after);
		if (users.some(({ kind }) => kind !== "image")) return { isRun: true, index };
		for (const user of users) if (user.kind === "image") index ??= user.digest;
		after = next;
	} while (after !== null);
	return { isRun: false, index };
}

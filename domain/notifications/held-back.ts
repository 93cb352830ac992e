import type { LedgerEntry } from "../../core/ledger.ts";

/**
 * What the entry of an image says that nobody knows by itself: it never had a tag, and nothing runs it. `index`: digest of an index that
 * contains it, which is reported instead, by its tag. `awaitsIndexUntil`: ISO 8601; an index is pushed after its images.
 */
export type HeldBack = { readonly index: string } | { readonly awaitsIndexUntil: string };

/** Whether nothing is reported of an image's verdicts. */
export function isHeldBack({ subject, about, readAt }: Pick<LedgerEntry, "subject" | "about" | "readAt">): boolean {
	if (subject.kind !== "image") return false;
	return about["index"] !== undefined || readAt < (about["awaitsIndexUntil"] ?? "");
}

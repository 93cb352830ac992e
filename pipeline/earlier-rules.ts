import type { LedgerEntry } from "../core/ledger.ts";

/** The rules of an entry to which findings of an earlier installation were added: no check covers it. */
export const earlierRules = "earlier installation";

/** Whether findings of an earlier installation were added to an entry, and no check has followed yet. */
export const awaitsFirstCheck = ({ rules }: Pick<LedgerEntry, "rules">): boolean => rules === earlierRules;

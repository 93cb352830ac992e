import { createHash } from "node:crypto";
import type { Reports } from "../../adapters/dynamodb/reports.ts";
import type { SweptEntries } from "../../adapters/dynamodb/swept-entries.ts";
import type { Policy } from "../../core/policy.ts";
import { failureIdLength, summaryCounter } from "../../domain/notifications/summary.ts";
import { isSummaryDue } from "../../domain/notifications/summary-due.ts";

/** All throw TryLaterError. */
export interface SummarizePorts {
	readonly entries: Pick<SweptEntries, "page">;
	readonly reports: Reports;
	readonly rules: { readonly policy: Pick<Policy, "slack" | "waivers"> };
	/** ISO 8601 with milliseconds. */
	readonly now: () => string;
}

/** Milliseconds after which no further page is read. The function has 300 s, and its batch may contain checks. */
const readingTimeMs = 60_000;

/** At an event of the schedule: reports what is in the ledger, if the policy's summary is due. Returns what it did, or null. */
export async function summarize({ entries, reports, rules, now }: SummarizePorts): Promise<string | null> {
	const { slack, waivers } = rules.policy;
	if (slack.summary.every === "never") return null;
	const last = await reports.lastSummary();
	const began = now();
	if (!isSummaryDue(slack, last?.at ?? null, began)) return null;
	const counter = summaryCounter(last, idOf);
	let token: string | null = null;
	do {
		const page = await entries.page(token);
		counter.add(page.items);
		token = page.next;
	} while (token !== null && Date.parse(now()) - Date.parse(began) < readingTimeMs);
	const counted = counter.result(began, token === null, waivers);
	await reports.addSummary(counted, last);
	return `a summary of ${counted.summary.subjects} subjects was reported`;
}

const idOf = (text: string): string => createHash("sha256").update(text).digest("base64url").slice(0, failureIdLength);

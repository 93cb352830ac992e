import { defaultPolicy } from "../../controls/default-policy.ts";
import { controls } from "../../controls/index.ts";
import type { BlockRecord } from "../../core/block-record.ts";
import type { Facts } from "../../core/facts.ts";
import { judge } from "../../core/judge.ts";
import { entryAfter, type LedgerEntry } from "../../core/ledger.ts";
import type { Subject } from "../../core/subject.ts";
import { aVulnerability } from "../../domain/example-facts.ts";

/* What the pictures of messages and of the report have in common: subjects that the controls judge with the default policy. */

export const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" } as const;
export const ecs = `arn:aws:ecs:${place.region}:${place.account}`;

/** The day of the pictures. */
export const at = (time: string, day = "2026-11-21"): string => `${day}T${time}:00.000Z`;

export interface Observed {
	readonly about?: LedgerEntry["about"];
	/** Of a deployment that fails, because of all controls that fail. */
	readonly block?: Omit<BlockRecord, "because" | "at">;
}

/** The ledger's entry after a check that found these facts at a time. */
export function entryOf(
	before: LedgerEntry | null,
	subject: Subject,
	facts: Facts,
	readAt: string,
	{ about = {}, block }: Observed = {},
): LedgerEntry {
	const verdicts = judge(controls, { ...facts, readAt }, defaultPolicy);
	const because = verdicts.filter(({ status }) => status === "fail").map(({ control }) => control);
	const blocks = block === undefined ? [] : [{ ...block, because, at: readAt }];
	return entryAfter(before, { subject, readAt, rules: "", verdicts, blocks, about });
}

export const openssl = aVulnerability({ id: "CVE-2026-27182", packageName: "openssl", fixedVersion: "3.0.15" });
export const zlib = aVulnerability({
	id: "CVE-2026-31415",
	severity: "CRITICAL",
	packageName: "zlib",
	installedVersion: "1.3.0",
});

import type { BlockRecord, LedgerEntry } from "../../core/ledger.ts";
import type { ToldChange } from "../../core/notification.ts";
import type { Subject } from "../../core/subject.ts";
import { cut } from "../../core/text.ts";
import type { Severity } from "../../core/verdict.ts";

const maxName = 80;

const marks: Readonly<Record<Severity, string>> = {
	CRITICAL: "🔴",
	HIGH: "🔴",
	MEDIUM: "🟠",
	LOW: "🟡",
	INFORMATIONAL: "🔵",
};

/** The one line that is read at night: what happened, to whom, how bad. Not escaped yet. */
export function headlineOf(entry: LedgerEntry, told: readonly ToldChange[], blocks: readonly BlockRecord[]): string {
	const name = cut(nameOfEntry(entry), maxName);
	const block = blocks.at(-1);
	if (block !== undefined) return blockHeadline(block, cut(shortNameOf(entry.subject), maxName));
	const failing = told.filter(({ kind }) => kind === "failing");
	const changed = told.filter(({ kind }) => kind === "changed");
	const worst = [...failing, ...changed][0];
	if (worst !== undefined) {
		const verb = failing.length > 0 ? "fails" : "still fails";
		return `${marks[worst.severity]} ${worst.severity}: ${name} ${verb} ${counted(failing.length || changed.length)}`;
	}
	if (told.some(({ kind }) => kind === "unseen")) return `⚪ Could not look at ${name}`;
	if (entry.state === "gone") return `✅ Gone: ${name}`;
	return `✅ Fixed: ${name} (${counted(told.length)})`;
}

function blockHeadline({ outcome, revision }: BlockRecord, name: string): string {
	const what = `${name}, revision ${revision}`;
	switch (outcome) {
		case "done":
			return `⛔ Deploy blocked: ${what}`;
		case "would-have":
			return `🟠 Would have been blocked: ${what}`;
		case "failed":
			return `🔴 Block failed: ${what}`;
		case "gone":
			return `⚪ Gone before it could be blocked: ${what}`;
		case "protected":
			return `🟠 Not blocked (protected): ${what}`;
	}
}

const counted = (checks: number): string => (checks === 1 ? "1 check" : `${checks} checks`);

/** With what tells one from the next: the first tag of an image, the revision of a family. */
function nameOfEntry({ subject, about }: LedgerEntry): string {
	const tag = about["tags"]?.split(",")[0];
	const revision = about["revision"];
	if (subject.kind === "image" && tag !== undefined) return `image ${subject.repository}:${tag}`;
	if (subject.kind === "task-definition" && revision !== undefined) return `${shortNameOf(subject)}:${revision}`;
	return shortNameOf(subject);
}

/** `repository payments`, `image payments@sha256:0123456789ab`, `task definition web`; `whole` keeps all of a digest. */
export function shortNameOf(subject: Subject, digest: "whole" | "short" = "short"): string {
	switch (subject.kind) {
		case "repository":
			return `repository ${subject.name}`;
		case "image":
			return `image ${subject.repository}@${digest === "whole" ? subject.digest : subject.digest.slice(0, 19)}`;
		case "task-definition":
			return `task definition ${subject.family}`;
	}
}

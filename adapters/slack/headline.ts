import { truncate } from "../../core/text.ts";
import type { Severity } from "../../core/verdict.ts";
import type { Notification } from "../../domain/notifications/notification.ts";
import { blockHeadline } from "./block-texts.ts";
import { entryName, subjectName } from "./subject-name.ts";

const maxName = 80;

const marks: Readonly<Record<Severity, string>> = {
	CRITICAL: "🔴",
	HIGH: "🔴",
	MEDIUM: "🟠",
	LOW: "🟡",
	INFORMATIONAL: "🔵",
};

/** The headline, as shown in notifications: what happened, the subject, and the severity. Not escaped yet. */
export function headlineText({ headline, entry }: Pick<Notification, "headline" | "entry">): string {
	const name = truncate(entryName(entry), maxName);
	switch (headline.kind) {
		case "block":
			return blockHeadline(headline.block, truncate(subjectName(entry.subject), maxName));
		case "failing":
			return `${marks[headline.severity]} ${headline.severity}: ${name} fails ${formatCheckCount(headline.controls)}`;
		case "worse":
			return `${marks[headline.severity]} ${headline.severity}: ${name} got worse (${formatCheckCount(headline.controls)})`;
		case "milder":
			return `${marks[headline.severity]} Now ${headline.severity}: ${name} (${formatCheckCount(headline.controls)})`;
		case "unknown":
			return `⚪ Could not check ${name}`;
		case "gone":
			return `✅ Removed: ${name}`;
		case "fixed":
			return `✅ Fixed: ${name} (${formatCheckCount(headline.controls)})`;
		case "deregistered":
			return `⚪ Revision ${headline.revision} deregistered: ${truncate(subjectName(entry.subject), maxName)}, revision ${headline.active} is active`;
		case "ended":
			return `⚪ No longer ${headline.isChecked ? "applies to" : "checked"}: ${name}`;
	}
}

const formatCheckCount = (checks: number): string => (checks === 1 ? "1 check" : `${checks} checks`);

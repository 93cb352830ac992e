import { truncate } from "../../core/text.ts";
import type { Severity } from "../../core/verdict.ts";
import type { Notification } from "../../domain/notifications/notification.ts";
import { blockHeadline, type HeadlineParts } from "./block-texts.ts";
import { entryName, subjectName } from "./subject-name.ts";

const maxName = 80;

/** Each is told from the others without its color. */
const marks: Readonly<Record<Severity, string>> = {
	CRITICAL: "🚨",
	HIGH: "🔴",
	MEDIUM: "🟠",
	LOW: "🟡",
	INFORMATIONAL: "🔵",
};

export const severityMark = (severity: Severity): string => marks[severity];

/** The headline, as shown in notifications: what happened, the subject, and the severity. Not escaped yet. */
export function headlineText(notification: Pick<Notification, "headline" | "entry">): string {
	const { mark, before, name, after } = headlineParts(notification);
	return `${mark} ${before}${name}${after}`;
}

export function headlineParts({ headline, entry }: Pick<Notification, "headline" | "entry">): HeadlineParts {
	const name = truncate(entryName(entry), maxName);
	const around = (mark: string, before: string, after = "") => ({ mark, before, name, after });
	switch (headline.kind) {
		case "block":
			return { ...blockHeadline(headline.block, entry), name: truncate(subjectName(entry.subject), maxName) };
		case "failing":
			return around(marks[headline.severity], `${headline.severity}: `, ` fails ${formatChecks(headline.controls)}`);
		case "worse":
			return around(
				marks[headline.severity],
				`${headline.severity}: `,
				` got worse (${formatChecks(headline.controls)})`,
			);
		case "milder":
			return around(marks[headline.severity], `Now ${headline.severity}: `, ` (${formatChecks(headline.controls)})`);
		case "unknown":
			return around("⚪", "Could not check ");
		case "gone":
			return around("✅", "Removed: ");
		case "fixed":
			return around("✅", "Fixed: ", ` (${formatChecks(headline.controls)})`);
		case "deregistered":
			return {
				...{ mark: "⚪", before: `Revision ${headline.revision} deregistered: ` },
				name: truncate(subjectName(entry.subject), maxName),
				after: `, revision ${headline.active} is active`,
			};
		case "ended":
			return around("⚪", `No longer ${headline.isChecked ? "applies to" : "checked"}: `);
	}
}

const formatChecks = (checks: number): string => (checks === 1 ? "1 check" : `${checks} checks`);

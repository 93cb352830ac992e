import type { Severity } from "../../core/verdict.ts";
import type { NotificationPolicy } from "../../domain/notifications/notification.ts";

/** Who wants to hear of failures from this severity on, and of what is unknown for `unknownAfter` hours: by default at once. */
export const hearing = (minimumSeverity: Severity = "LOW", unknownAfter = 0): NotificationPolicy => ({
	minimumSeverity,
	unknownAfter,
});

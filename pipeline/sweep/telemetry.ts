import { metrics as names } from "../../core/metrics.ts";
import { embeddedMetrics } from "../embedded-metrics.ts";
import { jsonLog } from "../json-log.ts";
import type { Telemetry } from "../telemetry.ts";
import type { SweepPorts } from "./sweep.ts";

/** Logs and metrics of the sweep, in addition to those of its checks. */
export function sweepTelemetry(service: string, checks: Telemetry): SweepPorts["telemetry"] {
	const logger = jsonLog(service);
	const metrics = embeddedMetrics(service);
	return {
		...checks,
		ticked: (what) => logger.info("the schedule's event arrived", { what }),
		finished: ({ startedAt, failed, isFirst }, subjects) => {
			logger.info("the sweep has finished", { startedAt, subjects, failed, isFirst });
		},
		measured: ({ sweepAgeHours, unknownPercent, deadLetters, silent, isPublished }) => {
			if (isPublished) metrics.measure(names.sweepAge, sweepAgeHours, "None");
			if (isPublished && unknownPercent > 0) metrics.measure(names.unknownShare, unknownPercent, "Percent");
			for (const queue of deadLetters) logger.warn("there are dead letters", { ...queue });
			const messages = deadLetters.reduce((sum, queue) => sum + queue.messages, 0);
			if (messages > 0) metrics.measure(names.deadLetters, messages, "Count");
			for (const kind of silent) {
				logger.error("a sweep found a change, and no event of this kind has arrived since", { ...kind });
			}
			if (silent.length > 0) metrics.measure(names.silentKinds, silent.length, "Count");
		},
		unmeasured: ({ message }) => {
			logger.error("the metrics of the pipeline could not be measured; the next event of the schedule tries again", {
				reason: message,
			});
		},
		unreported: ({ message }) => {
			logger.error("what Slack should hear of could not be reported; the next event of the schedule tries again", {
				reason: message,
			});
		},
		abandoned: (messageId) => {
			logger.error("a message of the sweep failed for about an hour; the next sweep does what it was for", {
				messageId,
			});
			metrics.count(names.sweepFailures);
		},
		flush: () => {
			checks.flush();
			metrics.flush();
		},
	};
}

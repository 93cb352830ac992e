import { findingIdOf } from "../../core/finding.ts";
import type { Notification } from "../../domain/notifications/notification.ts";
import { sinks as manifest, type SinkName } from "../../functions/manifest.ts";
import { reopenedReader } from "../../pipeline/reopened-findings.ts";
import type { OpenSink } from "../../pipeline/sink.ts";
import { chatSink, type FindingOf } from "../../pipeline/sinks/chat.ts";
import { type ReportPorts, readReports } from "../../pipeline/sinks/reports.ts";
import { securityHubSink } from "../../pipeline/sinks/security-hub.ts";
import { type Ports, streamReader } from "../../pipeline/stream.ts";
import type { SweepSummary } from "../../pipeline/sweep-summary.ts";
import type { Invocation } from "./invocation.ts";
import { ledgerPorts } from "./ledger-ports.ts";
import { place } from "./place.ts";
import { reopenedPorts, securityHubPorts } from "./security-hub-ports.ts";
import type { Services } from "./services.ts";
import { SimulatedQueue } from "./sqs.ts";
import type { StreamHandler } from "./stream.ts";

/** As infra/later-queue.ts configures it. */
const laterQueueSettings = {
	name: "publish-findings",
	arn: `arn:aws:sqs:${place.region}:${place.account}:publish-findings`,
	visibilityTimeoutMs: 360_000,
	maxReceives: 15,
	maxConcurrency: 2,
	batchSize: 1,
	delayMs: 0,
	windowMs: 0,
	recheckMinutes: [],
};

/** Adds the readers of the stream, as their handlers connect them. Returns the queue of findings that are checked again. */
export function connectSinks(services: Services): SimulatedQueue {
	const later: SimulatedQueue = new SimulatedQueue(laterQueueSettings, services, (invocation, event) =>
		reopenedReader(reopenedPorts(services, invocation, later))(event),
	);
	for (const { name, sink, batchSize, readsSweeps } of manifest) {
		const handle: StreamHandler = (invocation, event) => {
			const ports = streamPorts(services, invocation, sink);
			if (sink === "slack") return readSlack(services, invocation, ports)(event);
			return streamReader(securityHubSink(securityHubPorts(services, invocation, ports, later)), ports)(event);
		};
		services.stream.addReader({ name, batchSize, readsSweeps, handle });
	}
	return later;
}

/** The changes, and what the first sweep found in one message. */
function readSlack(services: Services, invocation: Invocation, ports: Ports) {
	const { channel, note, stream } = services;
	const reports: ReportPorts<SweepSummary> = {
		readReport: stream.reportIn,
		// The policy has no quiet hours.
		sendHeld: async () => "nothing is held",
		toReportMessage: ({ summary }) => summary as SweepSummary,
		post: (summary) =>
			invocation.call("slack:post", () => {
				note(() => `Slack hears that a sweep has found ${summary.subjects} subjects`);
				channel.reports.push(summary);
				return "posted";
			}),
		notBefore: () => invocation.call("dynamodb:GetItem", () => channel.notBefore),
	};
	return readReports(streamReader(openSlack(services, invocation, ports), ports), { ...ports, ...reports });
}

function openSlack(services: Services, invocation: Invocation, ports: Ports): OpenSink {
	const { channel, clock, hub, policy } = services;
	let couldRead = true;
	return chatSink<Notification>({
		toMessage: (notification) => notification,
		post: async (notification) => {
			const { arn, readAt } = notification.entry;
			if (services.variant === "sink confirms before sending") await ports.ledger.confirm(arn, ports.sink, readAt);
			return invocation.call("slack:post", () => {
				channel.post({ notification, at: clock.time, startedAt: invocation.startedAt, couldRead });
				const changes = notification.changes.map(({ control, kind }) => `${control} ${kind}`);
				services.note(() => `Slack hears of ${arn} of ${readAt}: ${changes.join(", ")}`);
				return "posted";
			});
		},
		suppressedAmong: async (findings) => {
			const isSuppressed = ({ control, entry }: FindingOf) =>
				hub.findings.get(findingIdOf(control, entry.arn))?.workflow === "SUPPRESSED";
			try {
				return await invocation.call("securityhub:GetFindings", () => findings.filter(isSuppressed));
			} catch {
				// The messages are sent when it does not answer.
				couldRead = false;
				return [];
			}
		},
		notBefore: () => invocation.call("dynamodb:GetItem", () => channel.notBefore),
		postponeUntil: (time) =>
			invocation.call("dynamodb:UpdateItem", () => {
				if (channel.notBefore === null || channel.notBefore < time) channel.notBefore = time;
			}),
		minimumSeverity: policy.slack.minimumSeverity,
		now: () => clock.time,
	});
}

function streamPorts(services: Services, invocation: Invocation, sink: SinkName): Ports {
	const { clock, stream, channel, journal, note } = services;
	const ledger = ledgerPorts(services, invocation);
	return {
		sink,
		readChange: stream.changeIn,
		ledger: {
			publishedAt: ledger.publishedAt,
			confirm: (arn, name, readAt, expiresAt) =>
				invocation.call("dynamodb:UpdateItem", async () => {
					await services.table.confirm(arn, name, readAt, expiresAt);
					if (sink === "slack") channel.confirm(arn, readAt, clock.time);
				}),
			rejections: (...of) => invocation.call("dynamodb:GetItem", () => services.table.rejections(...of)),
			recordRejections: (...of) => invocation.call("dynamodb:UpdateItem", () => services.table.recordRejections(...of)),
		},
		storeUndelivered: (undelivered) =>
			invocation.call("sqs:SendMessage", () => {
				journal.undelivered.push(undelivered);
			}),
		telemetry: {
			delivered: () => undefined,
			skipped: () => undefined,
			undelivered: (subject, reason) => note(() => `${sink}: ${subject} undelivered: ${reason}`),
			failed: (subject, reason) => note(() => `${sink}: ${subject} failed: ${reason}`),
			notEnabled: () => undefined,
			resolvedWhileFailing: () => undefined,
			flush: () => undefined,
		},
		now: () => clock.time,
	};
}

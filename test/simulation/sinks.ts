import { sinks as manifest, type SinkName } from "../../functions/manifest.ts";
import { reopenedReader } from "../../pipeline/reopened-findings.ts";
import { securityHubSink } from "../../pipeline/sinks/security-hub.ts";
import { type Ports, streamReader } from "../../pipeline/stream.ts";
import type { Invocation } from "./invocation.ts";
import { ledgerPorts } from "./ledger-ports.ts";
import { place } from "./place.ts";
import { reopenedPorts, securityHubPorts } from "./security-hub-ports.ts";
import type { Services } from "./services.ts";
import { readSlack } from "./slack/reader.ts";
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
	for (const { sink, ...reader } of manifest) {
		const handle: StreamHandler = (invocation, event) => {
			const ports = streamPorts(services, invocation, sink);
			if (sink === "slack") return readSlack(services, invocation, ports)(event);
			return streamReader(securityHubSink(securityHubPorts(services, invocation, ports, later)), ports)(event);
		};
		services.stream.addReader({ ...reader, handle });
	}
	return later;
}

function streamPorts(services: Services, invocation: Invocation, sink: SinkName): Ports {
	const { clock, stream, slack, journal, note } = services;
	const ledger = ledgerPorts(services, invocation);
	return {
		sink,
		readChange: stream.changeIn,
		ledger: {
			publishedAt: ledger.publishedAt,
			confirm: (arn, name, readAt, expiresAt) =>
				invocation.call("dynamodb:UpdateItem", async () => {
					await services.table.confirm(arn, name, readAt, expiresAt);
					if (sink === "slack") slack.confirm(arn, readAt, clock.time);
				}),
			rejections: (...of) => invocation.call("dynamodb:GetItem", () => services.table.rejections(...of)),
			recordRejections: (...of) => invocation.call("dynamodb:UpdateItem", () => services.table.recordRejections(...of)),
		},
		storeUndelivered: (undelivered) =>
			invocation.call("sqs:SendMessage", () => {
				if (sink === "slack" && services.variant === "what Slack rejects is forgotten") return;
				journal.undelivered.push(undelivered);
				if (sink === "slack") slack.keep(undelivered, clock.time);
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

import { toAsff } from "../../adapters/security-hub/to-asff.ts";
import { TryLaterError } from "../../core/errors.ts";
import type { Notification } from "../../core/notification.ts";
import { sinks as manifest, type SinkName } from "../../functions/manifest.ts";
import { chatSink } from "../../pipeline/sinks/chat.ts";
import { securityHubSink } from "../../pipeline/sinks/security-hub.ts";
import { type OpenSink, type Ports, streamReader } from "../../pipeline/stream.ts";
import type { Invocation } from "./invocation.ts";
import { ledgerPorts } from "./ledger-ports.ts";
import type { Services } from "./services.ts";

/** Adds the readers of the stream, as their handlers connect them. */
export function connectSinks(services: Services): void {
	for (const { name, sink, batchSize } of manifest) {
		const open = sink === "security-hub" ? openSecurityHub : openSlack;
		services.stream.addReader(name, batchSize, (invocation, event) => {
			const ports = streamPorts(services, invocation, sink);
			return streamReader(open(services, invocation, ports), ports)(event);
		});
	}
}

function openSecurityHub(services: Services, invocation: Invocation, ports: Ports): OpenSink {
	const { hub } = services;
	return securityHubSink({
		toFinding: (entry, change) => toAsff(entry, change, undefined),
		importFindings: async (findings) => {
			await confirmFirst(services, ports, findings);
			return answerOf(
				invocation.call("securityhub:BatchImportFindings", () => hub.import(findings)),
				(error) => ({ imported: [], failed: findings.map(({ Id = "" }) => failureOf(Id, error)) }),
			);
		},
		resolveFindings: (findings) => {
			const ids = findings.map(({ Id = "" }) => Id);
			return answerOf(
				invocation.call("securityhub:BatchUpdateFindings", () => hub.resolve(ids)),
				(error) => ids.map((id) => failureOf(id, error)),
			);
		},
	});
}

/** These ports report AWS errors in their answers. */
async function answerOf<T>(call: Promise<T>, answerFor: (error: TryLaterError) => T): Promise<T> {
	try {
		return await call;
	} catch (error) {
		if (error instanceof TryLaterError) return answerFor(error);
		throw error;
	}
}

const failureOf = (id: string, { name, message }: TryLaterError) => ({ id, code: name, message, permanent: false });

function openSlack(services: Services, invocation: Invocation, ports: Ports): OpenSink {
	const { channel, clock, policy } = services;
	return chatSink<Notification>({
		toMessage: (notification) => notification,
		post: async (notification) => {
			const { arn, readAt } = notification.entry;
			if (services.variant === "sink confirms before sending") await ports.ledger.confirm(arn, ports.sink, readAt);
			return invocation.call("slack:post", () => {
				channel.post(notification, clock.time, invocation.startedAt);
				const changes = notification.changes.map(({ control, kind }) => `${control} ${kind}`);
				services.note(() => `Slack hears of ${arn} of ${readAt}: ${changes.join(", ")}`);
				return "posted";
			});
		},
		minimumSeverity: policy.slack.minimumSeverity,
		now: () => clock.time,
	});
}

/** For the broken variant: what a sink is about to send counts as sent. */
async function confirmFirst(
	{ variant }: Services,
	{ ledger, sink }: Ports,
	findings: Parameters<Parameters<typeof securityHubSink>[0]["importFindings"]>[0],
): Promise<void> {
	if (variant !== "sink confirms before sending") return;
	for (const { Resources, UpdatedAt = "" } of findings) await ledger.confirm(Resources?.[0]?.Id ?? "", sink, UpdatedAt);
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
			flush: () => undefined,
		},
		now: () => clock.time,
	};
}

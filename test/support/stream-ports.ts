import type { SecurityHubClient } from "@aws-sdk/client-securityhub";
import { entryChangeIn } from "../../adapters/dynamodb/stream-record.ts";
import { importFindings } from "../../adapters/security-hub/import-findings.ts";
import { resolveFindings } from "../../adapters/security-hub/resolve-findings.ts";
import { toAsff } from "../../adapters/security-hub/to-asff.ts";
import { postMessage, type SlackPorts } from "../../adapters/slack/post-message.ts";
import { toMessage } from "../../adapters/slack/to-message.ts";
import type { Undelivered } from "../../adapters/sqs/undelivered.ts";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { TryLaterError } from "../../core/errors.ts";
import { toSingleLine, truncate } from "../../core/text.ts";
import type { SinkName } from "../../functions/manifest.ts";
import { chatSink } from "../../pipeline/sinks/chat.ts";
import { securityHubSink } from "../../pipeline/sinks/security-hub.ts";
import { type Ports, streamReader } from "../../pipeline/stream.ts";
import { readAt } from "./builders.ts";
import { LedgerInMemory } from "./ledger.ts";

/** The ports of both stream readers without AWS: an in-memory ledger and dead-letter queue, a clock and a log. */
export class StreamPorts implements Ports {
	readonly sink: SinkName;
	readonly readChange = entryChangeIn;
	readonly ledger = new LedgerInMemory();
	readonly undelivered: Undelivered[] = [];
	readonly log: string[] = [];
	time = Date.parse(readAt);
	/** SQS does not answer. */
	isQueueDown = false;

	constructor(sink: SinkName = "security-hub") {
		this.sink = sink;
	}

	readonly now = (): number => this.time;

	readonly sleep = async (ms: number): Promise<void> => {
		this.time += ms;
	};

	readonly storeUndelivered = async ({ body, reason, ...others }: Undelivered): Promise<void> => {
		if (this.isQueueDown) throw new TryLaterError("SendMessage did not answer");
		this.undelivered.push({
			...others,
			body: JSON.parse(JSON.stringify(body)),
			reason: truncate(toSingleLine(reason), 512) || "?",
		});
	};

	readonly telemetry = {
		delivered: (_: string | undefined, what: string) => this.log.push(`delivered: ${what}`),
		skipped: (_: string, reason: string) => this.log.push(`skipped: ${reason}`),
		undelivered: (_: string | undefined, reason: string) => this.log.push(`undelivered: ${reason}`),
		failed: (_: string | undefined, reason: string) => this.log.push(`failed: ${reason}`),
		flush: () => this.log.push("flushed"),
	};

	/** `readAt` of the last state that the sink has handled. */
	publishedOf(arn: string): string | undefined {
		return this.ledger.published.get(`${arn} ${this.sink}`);
	}
}

/** The readers as their handlers compose them, without the controls' titles. */
export const slackReader = (ports: Ports & { readonly slack: SlackPorts }) =>
	streamReader(
		chatSink({
			toMessage: (notification) => toMessage(notification, []),
			post: (message) => postMessage(message, ports.slack),
			minimumSeverity: defaultPolicy.slack.minimumSeverity,
			now: ports.now,
		}),
		ports,
	);

export const findingsReader = (ports: Ports & { readonly hub: SecurityHubClient }) =>
	streamReader(
		securityHubSink({
			toFinding: (entry, change) => toAsff(entry, change, undefined),
			importFindings: (findings) => importFindings(ports.hub, findings),
			resolveFindings: (findings) => resolveFindings(ports.hub, findings),
		}),
		ports,
	);

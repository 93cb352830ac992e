import type { Unconfirmed } from "../../../adapters/dynamodb/unconfirmed.ts";
import { findingIdOf } from "../../../core/finding.ts";
import type { LedgerEntry } from "../../../core/ledger.ts";
import type { FindingOf } from "../../../pipeline/sinks/chat.ts";
import { notifyChat } from "../../../pipeline/sinks/notify-chat.ts";
import type { Ports } from "../../../pipeline/stream.ts";
import type { SweepSummary } from "../../../pipeline/sweep-summary.ts";
import type { Invocation } from "../invocation.ts";
import type { Services } from "../services.ts";
import type { Posting } from "./delivery.ts";
import { heldPorts, hoursOf } from "./held.ts";
import { linePorts } from "./lines.ts";
import type { Message } from "./message.ts";
import { transportOf } from "./transport.ts";

/** The function that notifies Slack, as functions/chat-ports.ts and functions/slack-ports.ts connect it. */
export function readSlack(services: Services, invocation: Invocation, ports: Ports): ReturnType<typeof notifyChat> {
	const { clock, hub, policy, slack, stream, variant } = services;
	const line = linePorts(services, invocation);
	const posting: Posting = { unrecorded: new Set(), couldRead: true };
	const { channel, minimumSeverity, unknownAfter } = policy.slack;
	const defaultDestination = channel === "" ? {} : { channel };
	const recording = async (arns: readonly string[], record: () => Promise<void>): Promise<void> => {
		try {
			await record();
		} catch (error) {
			for (const arn of arns) posting.unrecorded.add(arn);
			throw error;
		}
	};
	const ledger: Ports["ledger"] = {
		...ports.ledger,
		confirm: (arn, ...of) => recording([arn], () => ports.ledger.confirm(arn, ...of)),
	};
	const transport = transportOf(services, invocation, line, posting);
	const post: typeof transport.post = async (message, destination, about) => {
		for (const { entry } of about) {
			if (variant !== "sink confirms before sending") break;
			await ports.ledger.confirm(entry.arn, ports.sink, entry.readAt);
		}
		const to = variant === "every message goes to the default destination" ? defaultDestination : destination;
		return transport.post(message, to, about);
	};
	return notifyChat<Message>({
		...ports,
		ledger,
		readChange:
			variant === "every destination hears of every severity" ? withoutMinimum(ports.readChange) : ports.readChange,
		...line,
		...{ defaultDestination, minimumSeverity, unknownAfter, hours: hoursOf(services) },
		toMessage: (notification) => ({ kind: "news", about: [notification] }),
		toDigestMessage: (about) => ({
			kind: "news",
			about: variant === "a digest is about the first four" ? about.slice(0, 4) : about,
		}),
		toReportMessage: ({ summary }) => ({ kind: "report", summary: summary as SweepSummary }),
		post,
		unconfirmed: (arns) =>
			invocation.call("dynamodb:GetItem", () => {
				const isForgotten = variant === "what was sent without an answer is forgotten";
				return isForgotten ? new Map<string, Unconfirmed>() : slack.notes.unconfirmed(arns);
			}),
		recordUnconfirmed: (states, time) =>
			recording(
				states.map(({ arn }) => arn),
				() => invocation.call("dynamodb:UpdateItem", () => slack.notes.recordUnconfirmed(states, time)),
			),
		suppressedAmong: async (findings) => {
			const isSuppressed = ({ control, entry }: FindingOf) =>
				hub.findings.get(findingIdOf(control, entry.arn))?.workflow === "SUPPRESSED";
			try {
				return await invocation.call("securityhub:GetFindings", () => findings.filter(isSuppressed));
			} catch {
				// The messages are sent when it does not answer.
				posting.couldRead = false;
				return [];
			}
		},
		confirmState: ({ arn, readAt, expiresAt }: LedgerEntry) => ledger.confirm(arn, ports.sink, readAt, expiresAt),
		readReport: stream.reportIn,
		// Histories without quiet hours make no calls about them, and so are the same with and without.
		held: slack.hasQuietHours ? heldPorts(services, invocation, recording) : slack.held,
		publishedAt: async (arn) => (slack.hasQuietHours ? ports.ledger.publishedAt(arn, ports.sink) : null),
		firstMessages: transport.firstMessages,
		now: () => clock.time,
	});
}

/** For the broken variant. */
const withoutMinimum =
	(read: Ports["readChange"]): Ports["readChange"] =>
	(record) => {
		const { before, after } = read(record);
		const { minimumSeverity, ...destination } = after?.destination ?? {};
		return { before, after: after === null ? null : { ...after, destination } };
	};

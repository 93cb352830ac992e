import { UnconfirmedError } from "../../core/errors.ts";
import { findingIdOf } from "../../core/finding.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import type { Notification } from "../../domain/notifications/notification.ts";
import { chatSink, type FindingOf } from "../../pipeline/sinks/chat.ts";
import type { ChannelPorts } from "../../pipeline/sinks/chat-channel.ts";
import { readReports } from "../../pipeline/sinks/reports.ts";
import { type Ports, streamReader } from "../../pipeline/stream.ts";
import type { SweepSummary } from "../../pipeline/sweep-summary.ts";
import type { Invocation } from "./invocation.ts";
import type { Services } from "./services.ts";
import type { Post } from "./slack.ts";

const messageIntervalMs = 1_000;

/** The function that notifies Slack: the changes, and what the first sweep found in one message. */
export function readSlack(services: Services, invocation: Invocation, ports: Ports) {
	const { channel, clock, hub, note, policy, stream } = services;
	/** ARNs of what could not be recorded. */
	const unrecorded = new Set<string>();
	let couldRead = true;
	const post = async (notifications: readonly Notification[]): Promise<string> => {
		for (const { entry } of notifications) {
			if (services.variant !== "sink confirms before sending") break;
			await ports.ledger.confirm(entry.arn, ports.sink, entry.readAt);
		}
		const posts: Post[] = [];
		try {
			return await invocation.call("slack:post", () => {
				for (const notification of notifications) {
					const { arn, readAt } = notification.entry;
					const isUnrecorded = () => invocation.wasKilled || unrecorded.has(arn);
					const { startedAt } = invocation;
					const one = { notification, at: clock.time, startedAt, couldRead, isUnanswered: false, isUnrecorded };
					posts.push(channel.post(one));
					const changes = notification.changes.map(({ control, kind }) => `${control} ${kind}`);
					note(() => `Slack hears of ${arn} of ${readAt}: ${changes.join(", ")}`);
				}
				return "posted";
			});
		} catch (error) {
			if (error instanceof UnconfirmedError) for (const one of posts) one.isUnanswered = true;
			throw error;
		}
	};
	const recording = async (arns: readonly string[], record: () => Promise<void>): Promise<void> => {
		try {
			await record();
		} catch (error) {
			for (const arn of arns) unrecorded.add(arn);
			throw error;
		}
	};
	const shared = sharedPorts(services, invocation, recording);
	const open = chatSink<readonly Notification[]>({
		...shared,
		toMessage: (notification) => [notification],
		toDigestMessage: (notifications) => notifications,
		post,
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
		confirmState: ({ arn, readAt, expiresAt }: LedgerEntry) =>
			recording([arn], () => ports.ledger.confirm(arn, ports.sink, readAt, expiresAt)),
		...{ minimumSeverity: policy.slack.minimumSeverity, unknownAfter: policy.slack.unknownAfter },
	});
	const reports = {
		...shared,
		readReport: stream.reportIn,
		// The policy has no quiet hours and no summaries.
		sendHeld: async () => "nothing is held",
		toReportMessage: ({ summary }: { readonly summary: unknown }) => summary as SweepSummary,
		post: (summary: SweepSummary) =>
			invocation.call("slack:post", () => {
				note(() => `Slack hears that a sweep has found ${summary.subjects} subjects`);
				channel.reports.push(summary);
				return "posted";
			}),
	};
	const ledger: Ports["ledger"] = {
		...ports.ledger,
		confirm: (arn, ...of) => recording([arn], () => ports.ledger.confirm(arn, ...of)),
	};
	return readReports(streamReader(open, { ...ports, ledger }), { ...ports, ...reports });
}

/** What invocations share about the channel. `recording`: notes that something could not be recorded of subjects. */
function sharedPorts(
	services: Services,
	invocation: Invocation,
	recording: (arns: readonly string[], record: () => Promise<void>) => Promise<void>,
): Omit<ChannelPorts<never>, "post"> & { readonly defaultDestination: object } {
	const { channel, clock } = services;
	return {
		notBefore: () => invocation.call("dynamodb:GetItem", () => channel.notBefore),
		postponeUntil: (_, time) =>
			invocation.call("dynamodb:UpdateItem", () => {
				if (channel.notBefore === null || channel.notBefore < time) channel.notBefore = time;
			}),
		claimPost: (_, { now }) =>
			invocation.call("dynamodb:UpdateItem", () => {
				if (channel.nextPost > now) return Math.min(channel.nextPost, now + messageIntervalMs);
				channel.nextPost = now + messageIntervalMs;
				return null;
			}),
		unconfirmed: () =>
			invocation.call("dynamodb:GetItem", () => {
				const isForgotten = services.variant === "what was sent without an answer is forgotten";
				return isForgotten ? new Map() : new Map(channel.unconfirmed);
			}),
		recordUnconfirmed: (states, time) =>
			recording(
				states.map(({ arn }) => arn),
				() =>
					invocation.call("dynamodb:UpdateItem", () => {
						for (const { arn, readAt } of states) {
							const { once = readAt, twice = null } = channel.unconfirmed.get(arn) ?? {};
							channel.unconfirmed.set(arn, time === 1 ? { once: readAt, twice } : { once, twice: readAt });
						}
					}),
			),
		defaultDestination: {},
		now: () => clock.time,
		sleep: invocation.wait,
	};
}

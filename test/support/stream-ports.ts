import type { SecurityHubClient } from "@aws-sdk/client-securityhub";
import { entryChangeIn } from "../../adapters/dynamodb/stream-record.ts";
import type { SentState, Unconfirmed } from "../../adapters/dynamodb/unconfirmed.ts";
import { importFindings } from "../../adapters/security-hub/import-findings.ts";
import { createFindingReader } from "../../adapters/security-hub/read-findings.ts";
import { resolveFindings } from "../../adapters/security-hub/resolve-findings.ts";
import { toAsff } from "../../adapters/security-hub/to-asff.ts";
import { updateWorkflow } from "../../adapters/security-hub/update-workflow.ts";
import { postMessage, type SlackPorts } from "../../adapters/slack/post-message.ts";
import { toDigestMessage } from "../../adapters/slack/to-digest-message.ts";
import { type SlackMessage, toMessage } from "../../adapters/slack/to-message.ts";
import type { Undelivered } from "../../adapters/sqs/undelivered.ts";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { TryLaterError } from "../../core/errors.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { toSingleLine, truncate } from "../../core/text.ts";
import type { SinkName } from "../../functions/manifest.ts";
import { findingsBeingResolved, type ReopenedFinding, reopenedReader } from "../../pipeline/reopened-findings.ts";
import { chatSink, type FindingOf } from "../../pipeline/sinks/chat.ts";
import { securityHubSink } from "../../pipeline/sinks/security-hub.ts";
import { type Ports, streamReader } from "../../pipeline/stream.ts";
import type { SinkNotes } from "../contracts/sink-notes.ts";
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
	/** Messages of the function's own queue, each with the delay in seconds. */
	readonly later: (readonly ReopenedFinding[])[] = [];
	/** The ids of findings and the last two times at which they were to be resolved, the latest first. */
	readonly resolutions = new Map<string, readonly string[]>();
	/** When findings may be read again. */
	nextRead = 0;
	/** When destinations may be posted to again, because they asked to wait (ISO 8601), and at their pace. */
	readonly notBefore = new Map<string, string>();
	readonly nextPost = new Map<string, number>();
	/** What was sent without an answer, by ARN. */
	readonly unconfirmed = new Map<string, Unconfirmed>();
	/** The first state of the message of what was sent twice, by ARN. */
	readonly sentWith = new Map<string, SentState>();
	isPostponeDown = false;
	/** Findings of these controls are suppressed. */
	suppressed: readonly string[] = [];

	constructor(sink: SinkName = "security-hub") {
		this.sink = sink;
	}

	readonly notes: SinkNotes = {
		claimRead: async (intervalMs, { now }) => {
			if (this.nextRead > now) return Math.min(this.nextRead, now + intervalMs);
			this.nextRead = now + intervalMs;
			return null;
		},
		claimPost: async (destination, intervalMs, { now }) => {
			const next = this.nextPost.get(destination) ?? 0;
			if (next > now) return Math.min(next, now + intervalMs);
			this.nextPost.set(destination, now + intervalMs);
			return null;
		},
		notBefore: async (destination) => this.notBefore.get(destination) ?? null,
		postponeUntil: async (destination, time) => {
			if (this.isPostponeDown) throw new TryLaterError("dynamodb:UpdateItem did not respond");
			if ((this.notBefore.get(destination) ?? "") < time) this.notBefore.set(destination, time);
		},
		unconfirmed: async (arns) =>
			new Map(
				arns.flatMap((arn) => {
					const sent = this.unconfirmed.get(arn);
					const { arn: first = arn, readAt: of = "" } = this.sentWith.get(arn) ?? {};
					const isStored = first !== arn && (this.publishedOf(first) ?? "") >= of;
					return sent === undefined ? [] : [[arn, isStored ? { ...sent, isStored } : sent] as const];
				}),
			),
		recordUnconfirmed: async (states, time) => {
			const [first] = states;
			const isConfirmed = first !== undefined && (this.publishedOf(first.arn) ?? "") >= first.readAt;
			for (const { arn, readAt, entry } of states) {
				const { once = readAt, twice = null, entry: known } = this.unconfirmed.get(arn) ?? {};
				const state = time === 1 && entry !== undefined && readAt >= once ? entry : known;
				const later = (recorded: string | null) => (recorded === null || recorded < readAt ? readAt : recorded);
				const times = time === 1 ? { once: later(once), twice } : { once, twice: later(twice) };
				this.unconfirmed.set(arn, { ...times, ...(state === undefined ? {} : { entry: structuredClone(state) }) });
				if (time === 1 || readAt <= (twice ?? "")) continue;
				if (first === undefined || isConfirmed) this.sentWith.delete(arn);
				else this.sentWith.set(arn, first);
			}
		},
		confirm: (arn, readAt) => this.ledger.confirm(arn, this.sink, readAt),
		recordResolutions: async (ids, at) => {
			for (const id of ids) this.resolutions.set(id, [at, ...(this.resolutions.get(id) ?? [])].slice(0, 2));
		},
		resolvedSince: async (ids, since) =>
			ids.flatMap((id) => (this.resolutions.get(id) ?? []).flatMap((at) => (at > since ? id : []))),
	};

	readonly now = (): number => this.time;

	readonly sleep = async (ms: number): Promise<void> => {
		this.time += ms;
	};

	readonly storeUndelivered = async ({ body, reason, ...others }: Undelivered): Promise<void> => {
		if (this.isQueueDown) throw new TryLaterError("sqs:SendMessage did not answer");
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
		notEnabled: () => this.log.push("not enabled"),
		resolvedWhileFailing: (id: string) => this.log.push(`resolved while failing: ${id}`),
		flush: () => this.log.push("flushed"),
	};

	/** `readAt` of the last state that the sink has handled. */
	publishedOf(arn: string): string | undefined {
		return this.ledger.published.get(`${arn} ${this.sink}`);
	}
}

/** What a chat needs apart from its messages. */
export const chatPortsOf = (ports: StreamPorts) => ({
	...ports.notes,
	claimPost: (destination: string, time: { readonly now: number; readonly withinMs: number }) =>
		ports.notes.claimPost(destination, 1_000, time),
	confirmState: ({ arn, readAt, expiresAt }: LedgerEntry) => ports.ledger.confirm(arn, ports.sink, readAt, expiresAt),
	suppressedAmong: async (findings: readonly FindingOf[]) =>
		findings.filter(({ control }) => ports.suppressed.includes(control)),
	defaultDestination: {},
	...{ minimumSeverity: defaultPolicy.slack.minimumSeverity, unknownAfter: defaultPolicy.slack.unknownAfter },
	now: ports.now,
	sleep: ports.sleep,
});

/** The readers as their handlers compose them, without the controls' titles. */
export const slackReader = (ports: StreamPorts & { readonly slack: SlackPorts }) =>
	streamReader(
		chatSink<SlackMessage>({
			...chatPortsOf(ports),
			toMessage: (notification) => toMessage(notification, []),
			toDigestMessage: (notifications) => toDigestMessage(notifications, []),
			post: (message) => postMessage(message, ports.slack),
		}),
		ports,
	);

/** Reads findings without waiting between the calls. */
export const findingReader = (hub: SecurityHubClient) => createFindingReader(hub, async () => null);

type HubPorts = StreamPorts & { readonly hub: SecurityHubClient };

const resolve = (ports: HubPorts, findings: Parameters<typeof resolveFindings>[1]) =>
	resolveFindings(ports.hub, findings, {
		readFindings: findingReader(ports.hub),
		recordResolutions: (ids) => ports.notes.recordResolutions(ids, new Date(ports.time).toISOString()),
	});

export const findingsReader = (ports: HubPorts) =>
	streamReader(
		securityHubSink({
			toFinding: (entry, change) => toAsff(entry, change, undefined),
			importFindings: (findings) => importFindings(ports.hub, findings),
			resolveFindings: (findings) => resolve(ports, findings),
			findingsBeingResolved: (ids) =>
				findingsBeingResolved(ids, {
					readFindings: findingReader(ports.hub),
					resolvedSince: ports.notes.resolvedSince,
					now: ports.now,
				}),
			checkLater: async (findings) => {
				ports.later.push(findings);
			},
			reportNotEnabled: ports.telemetry.notEnabled,
		}),
		ports,
	);

export const recheck = (ports: HubPorts) =>
	reopenedReader({
		readFindings: findingReader(ports.hub),
		setToNew: (findings) => updateWorkflow(ports.hub, findings, "NEW"),
		resolveFindings: (findings) => resolve(ports, findings),
		checkLater: async (findings) => {
			ports.later.push(findings);
		},
		telemetry: ports.telemetry,
	});

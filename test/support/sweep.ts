import type { Context, SQSRecord } from "aws-lambda";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { TryLaterError } from "../../core/errors.ts";
import { arnOf, type Subject } from "../../core/subject.ts";
import type { Observation } from "../../pipeline/check.ts";
import { rememberEarlierFindings } from "../../pipeline/sweep/earlier-findings.ts";
import { type ListPorts, sweptLists } from "../../pipeline/sweep/lists.ts";
import type { Measured, QueueCount } from "../../pipeline/sweep/measure.ts";
import { observeByKind, rootLists } from "../../pipeline/sweep/observe-by-kind.ts";
import { type SweepPorts, sweep } from "../../pipeline/sweep/sweep.ts";
import { ArrivalsInMemory } from "./arrivals.ts";
import { beforeEachCall } from "./before-each-call.ts";
import { HeldInMemory } from "./held-changes.ts";
import { LedgerInMemory } from "./ledger.ts";
import { ReportsInMemory } from "./reports.ts";
import { batchOf } from "./route.ts";
import { SweepStateInMemory } from "./sweep-state.ts";
import { aVerdict } from "./verdicts.ts";

const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" } as const;

export const repositoryNamed = (name: string): Subject => ({ kind: "repository", ...place, name });
export const imageIn = (repository: string, digest: string): Subject => ({
	kind: "image",
	...place,
	repository,
	digest,
});
export const familyNamed = (family: string): Subject => ({ kind: "task-definition", ...place, family });

/** Pages of this many items. */
const pageSize = 2;

const page = <Item>(items: readonly Item[], token: string | null) => {
	const from = Number(token ?? 0);
	const next = from + pageSize;
	return { items: items.slice(from, next), next: next < items.length ? String(next) : null };
};

/** An account with a sweep and its queue, without AWS. The function can be stopped at any call. */
export class SweptAccount {
	readonly ledger = new LedgerInMemory();
	readonly state = new SweepStateInMemory();
	readonly arrivals = new ArrivalsInMemory();
	readonly reports = new ReportsInMemory();
	readonly held = new HeldInMemory();
	readonly stale = new HeldInMemory();
	policy = defaultPolicy;
	/** Of each event of the schedule. */
	readonly measured: Measured[] = [];
	deadLetters: QueueCount[] = [];
	countDeadLetters = async (): Promise<readonly QueueCount[]> => this.deadLetters;
	readonly log: string[] = [];
	/** Subjects that were read from AWS. */
	readonly observed: string[] = [];
	readonly rechecked: string[] = [];
	/** Bodies and how often each was delivered. */
	queue: { readonly body: string; deliveries: number }[] = [];
	/** Digests by repository; those that begin with `-` have no tag. */
	repositories = new Map<string, readonly string[]>();
	/** Newest active revision by family. */
	families = new Map<string, number>();
	/** ARNs of subjects that cannot be read. */
	unreadable = new Set<string>();
	/** ARNs of subjects that pass. */
	passing = new Set<string>();
	/** Pages of the findings that Security Hub holds at the time of the first sweep; null for a hub without any. */
	findings: Parameters<typeof rememberEarlierFindings>[2]["findings"] | null = null;
	/** When images were pushed or scanned, by ARN. */
	changedAt = new Map<string, string>();
	rules = "rules-1";
	time = Date.parse("2026-11-21T12:00:00.000Z");
	/** Calls after which the function stops; null for never. */
	stopsAfter: number | null = null;

	constructor() {
		this.ledger.pageSize = pageSize;
	}

	readonly now = (): string => new Date(this.time++).toISOString();

	exists(subject: Subject): boolean {
		switch (subject.kind) {
			case "repository":
				return this.repositories.has(subject.name);
			case "image":
				return this.repositories.get(subject.repository)?.includes(subject.digest) === true;
			default:
				return subject.kind === "task-definition" && this.families.has(subject.family);
		}
	}

	readonly #observe = async (subject: Subject): Promise<Observation> => {
		const arn = arnOf(subject);
		this.observed.push(arn);
		if (this.unreadable.has(arn)) throw new TryLaterError("AWS did not respond");
		const revision = subject.kind === "task-definition" ? String(this.families.get(subject.family)) : undefined;
		const status = this.passing.has(arn) ? "pass" : "fail";
		const verdicts = this.exists(subject) ? [aVerdict({ subject: arn, status })] : null;
		const about = revision === undefined ? {} : { revision };
		const image = { tags: [], changedAt: this.changedAt.get(arn) ?? null };
		return { verdicts, blocks: [], about, awaitedSince: null, isSettled: true, image };
	};

	readonly #rememberEarlier: ListPorts["findings"] = async (token, of) => {
		const { ledger, findings } = this;
		if (findings === null) return { subjects: [], next: null };
		const kinds = ["repository", "image", "task-definition"] as const;
		return rememberEarlierFindings(token, of, { findings, ledger, kinds });
	};

	/** The function's ports; every call may be the last one of the invocation. */
	#ports(): SweepPorts {
		const { ledger, state, log } = this;
		const observers = { repository: this.#observe, image: this.#observe, "task-definition": this.#observe };
		const mayStop = <T extends object>(target: T): T => beforeEachCall(target, () => this.#spend());
		const send = async (bodies: readonly string[]) => {
			for (const body of bodies) {
				this.#spend();
				this.queue.push({ body, deliveries: 0 });
			}
		};
		return {
			ledger: mayStop(ledger),
			entries: mayStop(ledger),
			state: mayStop(state),
			observe: observeByKind(observers),
			rules: { policy: this.policy, fingerprint: this.rules },
			now: this.now,
			backOff: async () => {},
			recheck: async (subjects) => {
				this.rechecked.push(...subjects.map(arnOf));
			},
			send,
			familiesPerSecond: 14,
			rootLists: (readsFindings) => rootLists(observers, readsFindings && this.findings !== null),
			lists: sweptLists({
				repositories: async (token) => page([...this.repositories.keys()].sort(), token),
				images: async (of, token) => {
					const images = (this.repositories.get(of) ?? []).map((digest) => ({
						digest,
						isTagged: !digest.startsWith("-"),
					}));
					return page(images, token);
				},
				waitForUsedImages: async () => {},
				usedDigests: async () => new Set(["-used"]),
				taskDefinitions: async (token) =>
					page(
						[...this.families].sort().map(([family, revision]) => ({ family, revision })),
						token,
					),
				clusters: async () => page([], null),
				services: async () => page([], null),
				capacityProviders: async () => page([], null),
				entries: (token) => ledger.swept(token),
				republishMissedClosings: async () => {},
				rules: this.rules,
				findings: this.#rememberEarlier,
			}),
			kinds: ["repository", "image", "task-definition"],
			every: 24,
			arrivals: mayStop(this.arrivals),
			reports: mayStop(this.reports),
			...{ held: mayStop(this.held), stale: mayStop(this.stale) },
			countDeadLetters: () => this.countDeadLetters(),
			reject: async (_, reason) => {
				log.push(`rejected: ${reason}`);
			},
			retrySoon: async () => {},
			timeUp: () => new Promise(() => {}),
			telemetry: {
				recorded: () => {},
				skipped: (_, reason) => log.push(reason),
				rejected: () => {},
				foreign: () => {},
				requeue: () => {},
				failed: (_, error) => log.push(`failed: ${error.message}`),
				flush: () => {},
				ticked: (what) => log.push(what),
				measured: (values) => this.measured.push(values),
				unmeasured: ({ message }) => log.push(`not measured: ${message}`),
				unreported: ({ message }) => log.push(`not reported: ${message}`),
				abandoned: () => log.push("abandoned"),
				finished: (_, subjects) => log.push(`finished with ${subjects} subjects`),
			},
		};
	}

	#spend(): void {
		if (this.stopsAfter === null) return;
		if (this.stopsAfter <= 0) throw new Error("the function has stopped");
		this.stopsAfter -= 1;
	}

	/** The schedule's event arrives. */
	tick(): void {
		const event = { id: "1", "detail-type": "Scheduled Event", source: "aws.events", resources: [], detail: {} };
		const time = "2026-11-21T12:00:00Z";
		const body = JSON.stringify({ ...event, account: place.account, region: place.region, time });
		this.queue.push({ body, deliveries: 0 });
	}

	/** Delivers some messages; `repeats`: they stay in the queue. The function stops after a number of calls, if one is given. */
	async deliver(count: number, { repeats = false, stopsAfter = null as number | null } = {}): Promise<void> {
		const batch = this.queue.splice(0, count);
		for (const one of batch) one.deliveries += 1;
		if (repeats) this.queue.push(...batch);
		this.stopsAfter = stopsAfter;
		const { Records } = batchOf(...batch.map(({ body }) => body));
		const records = Records.map(
			(record, at): SQSRecord => ({
				...record,
				attributes: { ...record.attributes, ApproximateReceiveCount: String(batch[at]?.deliveries) },
			}),
		);
		const answer = await sweep(this.#ports())({ Records: records }, {} as Context);
		const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
		// A function that has stopped deletes no message.
		const isStopped = this.stopsAfter !== null && this.stopsAfter <= 0;
		this.stopsAfter = null;
		if (!repeats) this.queue.push(...batch.filter((_, at) => isStopped || failed.has(records[at]?.messageId ?? "")));
	}

	/** Delivers messages until none is left, and lets the schedule's event arrive up to three times for a sweep that has stopped. */
	async finish(): Promise<void> {
		let ticks = 0;
		for (let rounds = 0; rounds < 500 && ticks <= 3; rounds++) {
			if (this.queue.length > 0) await this.deliver(10);
			else if ((await this.state.current()) === null) return;
			else {
				ticks += 1;
				this.time += 3_600_000;
				this.tick();
			}
		}
		throw new Error(`the sweep does not end: ${this.log.slice(-5).join("; ")}`);
	}

	/** Sweeps from the schedule's event to the end. */
	async sweep(): Promise<void> {
		this.tick();
		await this.finish();
	}

	/** The state of each subject in the ledger, by its ARN. */
	states(): ReadonlyMap<string, string> {
		return new Map([...this.ledger.entries].map(([arn, { state }]) => [arn, state]));
	}
}

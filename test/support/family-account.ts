import type { DeregisterResult } from "../../adapters/ecs/deregister.ts";
import type { TagResult } from "../../adapters/ecs/tag-revision.ts";
import { defaultPolicy } from "../../controls/default-policy.ts";
import type { Control } from "../../core/control.ts";
import type { TaskDefinitionFacts } from "../../core/facts.ts";
import type { Policy } from "../../core/policy.ts";
import { arnOf, type TaskDefinitionSubject } from "../../core/subject.ts";
import type { Verdict } from "../../core/verdict.ts";
import { blockTag, blockTagValue } from "../../domain/blocks/block-tag.ts";
import type { BlockIntent } from "../../domain/blocks/intent.ts";
import type { OffSwitch } from "../../domain/blocks/off-switch.ts";
import { type CheckPorts, check } from "../../pipeline/check.ts";
import { observeFamily } from "../../pipeline/observe-family.ts";
import type { Trigger } from "../../pipeline/trigger.ts";
import { aTaskDefinition } from "./builders.ts";
import { LedgerInMemory } from "./ledger.ts";

export const subject: TaskDefinitionSubject = {
	kind: "task-definition",
	partition: "aws",
	account: "111122223333",
	region: "eu-central-1",
	family: "web",
};
const arn = arnOf(subject);
export const revisionArn = (revision: number) => `${arn}:${revision}`;

/** What the control says instead; null: what it finds. */
let evaluated: Verdict["status"] | null = null;

/** A blocking control, like read-only-root, that fails for the account's bad revisions. */
const bad = new Set<number>();
const control = {
	id: "task-definition/read-only-root",
	on: "task-definition",
	title: "",
	severity: "HIGH",
	why: "",
	remediation: "",
	references: [],
	blocking: true,
	examples: { pass: [], fail: [] },
	evaluate: (facts: TaskDefinitionFacts) => ({
		status: evaluated ?? (bad.has(facts.revision ?? 0) ? "fail" : "pass"),
		message: `revision ${facts.revision} judged`,
	}),
} as unknown as Control;

/** An account with revisions of one family, and a clock that advances with every reading. */
export class FamilyAccount {
	readonly inactive = new Set<number>();
	readonly ledger = new LedgerInMemory();
	readonly deregistered: string[] = [];
	minute = 0;
	deregister = async (resource: string): Promise<DeregisterResult> => {
		const revision = Number(resource.split(":").at(-1));
		if (!this.revisions.includes(revision) || this.inactive.has(revision)) return { outcome: "gone" };
		this.deregistered.push(resource);
		this.inactive.add(revision);
		return { outcome: "done" };
	};
	/** Values of the tag of a blocked revision, by revision; `tagCalls` counts what was written. */
	readonly tags = new Map<number, string>();
	tagCalls = 0;
	tag = async (resource: string, because: readonly string[]): Promise<TagResult> => {
		this.tagCalls += 1;
		this.tags.set(Number(resource.split(":").at(-1)), blockTagValue(because));
		return { outcome: "done" };
	};
	untag = async (resource: string): Promise<TagResult> => {
		this.tagCalls += 1;
		this.tags.delete(Number(resource.split(":").at(-1)));
		return { outcome: "done" };
	};
	/** What is waited for before a revision is changed. */
	readonly turns: string[] = [];
	turn = async (action: "deregister" | "tag"): Promise<void> => {
		this.turns.push(action);
	};
	readOffSwitch = async (): Promise<OffSwitch["says"]> => ({ value: "policy" });
	offSwitchReads = 0;
	policy: Policy;
	revisions: readonly number[];

	constructor(mode: Policy["mode"], revisions: readonly number[], failing: readonly number[]) {
		this.policy = { ...defaultPolicy, mode };
		this.revisions = revisions;
		bad.clear();
		evaluated = null;
		for (const revision of failing) bad.add(revision);
	}

	/** What the control says of every revision from now on. */
	set evaluated(status: Verdict["status"]) {
		evaluated = status;
	}

	/** The revision passes from now on. */
	repair(revision: number): void {
		bad.delete(revision);
	}

	withImages = async (facts: TaskDefinitionFacts): Promise<TaskDefinitionFacts> => facts;
	withServices = async (facts: TaskDefinitionFacts): Promise<TaskDefinitionFacts> => facts;

	/** Controls in addition to the one that the account's bad revisions fail. */
	more: readonly Control[] = [];

	/** ECS cannot be read. */
	isDenied = false;

	read = async (_: TaskDefinitionSubject, readAt: string, revision?: number): Promise<TaskDefinitionFacts | null> => {
		const wanted = revision ?? Math.max(...this.revisions.filter((known) => !this.inactive.has(known)));
		if (this.isDenied) return aTaskDefinition({ family: "web", arn, revision: null, status: null, readAt });
		if (!this.revisions.includes(wanted)) return null;
		const status = this.inactive.has(wanted) ? "INACTIVE" : "ACTIVE";
		const tag = this.tags.get(wanted);
		const tags = { value: tag === undefined ? {} : { [blockTag]: tag } };
		return aTaskDefinition({ family: "web", arn, revision: wanted, status, tags, readAt });
	};

	async registered(revision: number) {
		return this.event([{ revision, until: "2026-11-02T10:00:00.000Z" }]);
	}

	async event(registered: Trigger["registered"] = []) {
		this.minute += 1;
		const time = `2026-11-01T10:${String(this.minute).padStart(2, "0")}`;
		const trigger = { time: `${time}:00Z`, announcedAt: null, registered, replayed: false };
		const outcome = await check(subject, trigger, this.portsAt(`${time}:09.000Z`));
		// As the route does it, after the log and the metrics.
		if (outcome.kind === "recorded" && outcome.retry !== undefined) throw outcome.retry;
		return outcome;
	}

	/** What a check of the account needs when it reads AWS at a time, ISO 8601 with milliseconds. */
	portsAt(now: string) {
		const rules = { policy: this.policy, fingerprint: "r1" };
		const look = observeFamily({
			read: this.read,
			addImages: (facts) => this.withImages(facts),
			addServices: (facts) => this.withServices(facts),
			turn: (action) => this.turn(action),
			deregister: (resource) => this.deregister(resource),
			tag: (...of) => this.tag(...of),
			untag: (resource) => this.untag(resource),
			offSwitch: {
				name: "/shipshape/Shipshape/enforcement",
				read: async () => {
					this.offSwitchReads += 1;
					return this.readOffSwitch();
				},
			},
			recordIntent: (of: string, intent: BlockIntent) => this.ledger.recordIntent(of, intent),
			controls: [control, ...this.more],
			rules,
		});
		return {
			ledger: this.ledger,
			observe: look,
			rules,
			now: () => now,
			backOff: async () => {},
			recheckUsers: async () => {},
		} satisfies CheckPorts;
	}

	get entry() {
		return this.ledger.entries.get(arn);
	}
	get status() {
		return this.entry?.controls[control.id]?.status;
	}
}

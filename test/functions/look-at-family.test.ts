import { describe, expect, test } from "@jest/globals";
import type { DeregisterResult } from "../../adapters/ecs/deregister.ts";
import type { BlockIntent } from "../../core/block.ts";
import type { Control } from "../../core/control.ts";
import { TryLaterError } from "../../core/errors.ts";
import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { defaultPolicy, type Policy } from "../../core/policy.ts";
import { arnOf, type TaskDefinitionSubject } from "../../core/subject.ts";
import { type Cause, type CheckPorts, check } from "../../functions/check.ts";
import { lookAtFamily } from "../../functions/look-at-family.ts";
import { aTaskDefinition } from "../support/builders.ts";
import { LedgerInMemory } from "../support/ledger.ts";

const subject: TaskDefinitionSubject = {
	kind: "task-definition",
	partition: "aws",
	account: "111122223333",
	region: "eu-central-1",
	family: "web",
};
const arn = arnOf(subject);
const revisionArn = (revision: number) => `${arn}:${revision}`;

/** Fails for revisions that the account calls bad; blocking, as read-only-root is. */
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
		status: bad.has(facts.revision ?? 0) ? "fail" : "pass",
		message: `revision ${facts.revision} judged`,
	}),
} as unknown as Control;

/** An account with revisions of one family, and a clock that moves on with every look. */
class Account {
	readonly inactive = new Set<number>();
	readonly ledger = new LedgerInMemory();
	readonly deregistered: string[] = [];
	minute = 0;
	deregister = async (resource: string): Promise<DeregisterResult> => {
		this.deregistered.push(resource);
		this.inactive.add(Number(resource.split(":").at(-1)));
		return { outcome: "done" };
	};
	readonly policy: Policy;
	revisions: readonly number[];

	constructor(mode: Policy["mode"], revisions: readonly number[], failing: readonly number[]) {
		this.policy = { ...defaultPolicy, mode };
		this.revisions = revisions;
		bad.clear();
		for (const revision of failing) bad.add(revision);
	}

	read = async (_: TaskDefinitionSubject, __: string, revision?: number): Promise<TaskDefinitionFacts | null> => {
		const wanted = revision ?? Math.max(...this.revisions.filter((known) => !this.inactive.has(known)));
		if (!this.revisions.includes(wanted)) return null;
		const status = this.inactive.has(wanted) ? "INACTIVE" : "ACTIVE";
		return aTaskDefinition({ family: "web", arn, revision: wanted, status });
	};

	async registered(revision: number) {
		return this.event({ arn: revisionArn(revision), family: "web", revision });
	}

	async event(registered: Cause["registered"] = null) {
		this.minute += 1;
		const time = `2026-11-01T10:${String(this.minute).padStart(2, "0")}`;
		const rules = { policy: this.policy, fingerprint: "r1" };
		const look = lookAtFamily({
			read: this.read,
			deregister: (resource) => this.deregister(resource),
			intend: (of: string, intent: BlockIntent) => this.ledger.intend(of, intent),
			controls: [control],
			rules,
		});
		const ports: CheckPorts = { ledger: this.ledger, look, rules, now: () => `${time}:09.000Z` };
		return check(subject, { time: `${time}:00Z`, announcedAt: null, registered, replayed: false }, ports);
	}

	get entry() {
		return this.ledger.entries.get(arn);
	}
	get status() {
		return this.entry?.controls[control.id]?.status;
	}
}

describe("a newly registered revision that fails a blocking control", () => {
	test("is deregistered in enforce mode, and its finding stays open", async () => {
		const account = new Account("enforce", [7, 8], [8]);
		await account.registered(8);
		expect(account.deregistered).toEqual([revisionArn(8)]);
		expect(account.entry?.blocks).toEqual([
			{
				action: "deregister",
				resource: revisionArn(8),
				revision: 8,
				because: ["task-definition/read-only-root"],
				at: "2026-11-01T10:01:09.000Z",
				outcome: "done",
			},
		]);
		expect(account.status).toBe("fail");
		expect(account.entry?.about).toEqual({ revision: "8", activeRevision: "7" });
		expect(account.ledger.intents.size).toBe(0);
	});

	test("our own deregistration does not close its finding; a later passing revision does", async () => {
		const account = new Account("enforce", [7, 8], [8]);
		await account.registered(8);
		await account.event();
		expect(account.status).toBe("fail");
		account.revisions = [7, 8, 9];
		await account.registered(9);
		expect(account.status).toBe("pass");
		expect(account.entry?.about).toEqual({ revision: "9", activeRevision: "9" });
	});

	test("is left and named in audit mode", async () => {
		const account = new Account("audit", [8], [8]);
		await account.registered(8);
		expect(account.deregistered).toEqual([]);
		expect(account.entry?.blocks).toMatchObject([{ outcome: "would-have", reason: "the policy's mode is audit" }]);
	});

	test("is blocked even when a newer one is active already; the finding is about the newer one", async () => {
		const account = new Account("enforce", [7, 8], [7]);
		await account.registered(8);
		await account.registered(7);
		expect(account.deregistered).toEqual([revisionArn(7)]);
		expect(account.status).toBe("pass");
	});

	test("is blocked when it is the family's first, and the family is not reported as gone", async () => {
		const account = new Account("enforce", [1], [1]);
		await account.registered(1);
		expect(account.entry).toMatchObject({ state: "present", about: { revision: "1", activeRevision: "none" } });
		expect(account.status).toBe("fail");
	});

	test("an event that does not say it is new blocks nothing", async () => {
		const account = new Account("enforce", [8], [8]);
		await account.event();
		expect(account.deregistered).toEqual([]);
		expect(account.status).toBe("fail");
	});

	test("the same event again blocks nothing twice", async () => {
		const account = new Account("enforce", [7, 8], [8]);
		await account.registered(8);
		await account.registered(8);
		expect(account.deregistered).toEqual([revisionArn(8)]);
		expect(account.entry?.blocks).toMatchObject([{ outcome: "done" }]);
	});
});

describe("a block that does not work is never reported as one", () => {
	test("denied for good: recorded as failed with the reason, not retried", async () => {
		const account = new Account("enforce", [8], [8]);
		account.deregister = async () => ({ outcome: "failed", reason: "AccessDeniedException" });
		expect(await account.registered(8)).toMatchObject({ kind: "recorded" });
		expect(account.entry?.blocks).toMatchObject([{ outcome: "failed", reason: "AccessDeniedException" }]);
		expect(account.status).toBe("fail");
	});

	test("throttled: recorded as failed, thrown for a retry, done with the next delivery", async () => {
		const account = new Account("enforce", [7, 8], [8]);
		const works = account.deregister;
		account.deregister = async () => {
			throw new TryLaterError("ThrottlingException");
		};
		await expect(account.registered(8)).rejects.toThrow("ThrottlingException");
		expect(account.entry?.blocks).toMatchObject([
			{ outcome: "failed", reason: "ThrottlingException; it will be tried again" },
		]);
		account.deregister = works;
		await account.registered(8);
		expect(account.entry?.blocks).toMatchObject([{ revision: 8, outcome: "done" }]);
		expect(account.ledger.intents.size).toBe(0);
	});

	test("killed between deregistering and recording: the next delivery completes the record", async () => {
		const account = new Account("enforce", [7, 8], [8]);
		const works = account.deregister;
		account.deregister = async (resource) => {
			await works(resource);
			throw new Error("killed");
		};
		await expect(account.registered(8)).rejects.toThrow("killed");
		expect(account.entry).toBeUndefined();
		await account.registered(8);
		expect(account.entry?.blocks).toMatchObject([{ revision: 8, outcome: "done" }]);
		expect(account.status).toBe("fail");
	});

	test("killed, and the revision was deleted meanwhile: the record says done all the same", async () => {
		const account = new Account("enforce", [7, 8], [8]);
		account.deregister = async () => {
			throw new Error("killed");
		};
		await expect(account.registered(8)).rejects.toThrow("killed");
		account.revisions = [7];
		await account.event();
		expect(account.entry?.blocks).toMatchObject([{ revision: 8, outcome: "done" }]);
		expect(account.ledger.intents.size).toBe(0);
		expect(account.status).toBe("pass");
	});
});

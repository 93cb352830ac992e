import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { capacityProviderControls, clusterControls, imageControls, repositoryControls } from "../../controls/index.ts";
import type { Destination } from "../../core/destination.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import type { Policy, SlackRoute } from "../../core/policy.ts";
import type { Reading } from "../../core/reading.ts";
import { arnOf, type Subject } from "../../core/subject.ts";
import { type Severity, severities } from "../../core/verdict.ts";
import { changesBetween, isEmpty } from "../../domain/changes.ts";
import { type CheckPorts, check } from "../../pipeline/check.ts";
import { observeRepositoriesAndImages } from "../../pipeline/observe.ts";
import { observeEcs } from "../../pipeline/observe-ecs.ts";
import { aCapacityProvider, aCluster, anImage, aRepository, aService, aTaskDefinition } from "../support/builders.ts";
import { LedgerInMemory } from "../support/ledger.ts";
import { aBlock } from "../support/verdicts.ts";

const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };
const { definition: _, blockingFailures: __, ...service } = aService();
const family: Subject = { kind: "task-definition", ...place, family: "web" };
const repository: Subject = { kind: "repository", ...place, name: "payments" };
const subjects: readonly Subject[] = [
	repository,
	{ kind: "image", ...place, repository: "payments", digest: `sha256:${"a".repeat(64)}` },
	family,
	{ kind: "service", ...place, cluster: "shop", name: "web" },
	{ kind: "cluster", ...place, name: "shop" },
	{ kind: "capacity-provider", ...place, name: "spot" },
];

const routed = (...routes: readonly SlackRoute[]): Policy => ({
	...defaultPolicy,
	slack: { ...defaultPolicy.slack, routes },
});
const everything = { account: ["*"] };
const toTeam = routed({ match: everything, channel: "#team", minimumSeverity: "HIGH" });
const team: Destination = { channel: "#team", minimumSeverity: "HIGH" };

/** An account with one subject of each kind; what its answers are made of, and the policy that its checks use. */
class RoutedAccount {
	policy = toTeam;
	isGone = false;
	tags: Reading<Readonly<Record<string, string>>> = { value: {} };
	unread: string | null = null;
	readonly ledger = new LedgerInMemory();
	private minute = 0;

	async check(subject: Subject, more: Partial<Parameters<typeof check>[1]> = {}): Promise<LedgerEntry | undefined> {
		this.minute += 1;
		const time = `2026-11-01T10:${String(this.minute).padStart(2, "0")}`;
		const trigger = { time: `${time}:00Z`, announcedAt: null, registered: [], replayed: false, ...more };
		await check(subject, trigger, this.ports(`${time}:09.000Z`));
		return this.ledger.entries.get(arnOf(subject));
	}

	private ports(now: string): CheckPorts {
		const rules = { policy: this.policy, fingerprint: JSON.stringify(this.policy.slack) };
		const { tags } = this;
		const facts = <T>(of: T): T | null => (this.isGone ? null : of);
		const read = <T>(of: T): Reading<T | null> =>
			this.unread === null ? { value: facts(of) } : { unread: this.unread };
		const ofEcr = observeRepositoriesAndImages(
			{
				repository: async () => facts(aRepository({ tags })),
				image: async () => facts(anImage()),
				usedImages: async () => ({ value: [] }),
			},
			[...imageControls, ...repositoryControls],
			rules,
		);
		const readDefinition = async () => facts(aTaskDefinition({ family: "web", revision: 8, tags }));
		const addImages = async <T>(of: T) => of;
		const ofEcs = observeEcs({
			families: {
				...{ read: readDefinition, addImages, addServices: addImages, controls: [], rules, untag: null },
				turn: async () => {},
				deregister: async () => ({ outcome: "done" }),
				tag: async () => ({ outcome: "done" }),
				recordIntent: async () => null,
				offSwitch: { name: "", read: async () => ({ value: "policy" }) },
			},
			services: {
				...{ readDefinition, addImages, serviceControls: [], taskDefinitionControls: [], rules },
				readService: async () => read({ facts: { ...service, tags }, runs: null }),
				refreshImagesInUse: async () => {},
			},
			capacity: {
				readCluster: async () => read(aCluster({ tags })),
				readCapacityProvider: async () => read(aCapacityProvider({ tags })),
				controls: [...clusterControls, ...capacityProviderControls],
				rules,
			},
		});
		const observe: CheckPorts["observe"] = (subject, ...rest) =>
			(subject.kind === "repository" || subject.kind === "image" ? ofEcr : ofEcs)(subject, ...rest);
		const { ledger } = this;
		return { ledger, observe, rules, now: () => now, backOff: async () => {}, recheckUsers: async () => {} };
	}
}

describe.each(subjects.map((subject) => [subject.kind, subject] as const))(
	"the entry of a subject (%s)",
	(_, subject) => {
		test("says where its notifications go, and still does when it is gone, whatever the policy then says", async () => {
			const account = new RoutedAccount();
			expect((await account.check(subject))?.destination).toEqual(team);
			account.isGone = true;
			account.policy = routed({ match: everything, webhook: "other" });
			expect(await account.check(subject)).toMatchObject({ state: "gone", destination: team });
		});

		test("says nothing of it if they go to the default", async () => {
			const account = new RoutedAccount();
			account.policy = defaultPolicy;
			expect(await account.check(subject)).not.toHaveProperty("destination");
		});

		test("has a new destination after the next check by a changed policy, which is no change to report", async () => {
			const account = new RoutedAccount();
			const event = { time: "2026-10-31T00:00:00Z" };
			const before = await account.check(subject, event);
			account.policy = routed({ match: everything, webhook: "other" });
			const after = await account.check(subject, event);
			expect(after?.destination).toEqual({ webhook: "other" });
			expect(after && isEmpty(changesBetween(before ?? null, after))).toBe(true);
			account.policy = defaultPolicy;
			expect(await account.check(subject, event)).not.toHaveProperty("destination");
		});

		test("says which failures its destination was notified of: none below its minimum; a changed route adds none", async () => {
			const account = new RoutedAccount();
			const failing = (entry: LedgerEntry | undefined, of: readonly Severity[]) =>
				Object.entries(entry?.controls ?? {}).flatMap(([control, { status, severity }]) =>
					status === "fail" && of.includes(severity) ? [control] : [],
				);
			const first = await account.check(subject);
			const isFailing = failing(first, severities).length > 0;
			const told = failing(first, ["CRITICAL", "HIGH"]);
			const notified = told.length === 0 ? {} : { "channel##team": told };
			expect(first?.notified).toEqual(isFailing ? notified : undefined);
			account.policy = routed({ match: everything, webhook: "other" });
			expect((await account.check(subject))?.notified).toEqual(isFailing ? notified : undefined);
		});
	},
);

const byTag = routed({ match: { tag: { team: ["shop"] } }, channel: "#shop" });

test.each(subjects.filter(({ kind }) => kind !== "image").map((subject) => [subject.kind, subject] as const))(
	"a route by tag applies once the tags are read; until then the entry says why it does not (%s)",
	async (_, subject) => {
		const account = new RoutedAccount();
		account.policy = byTag;
		account.tags = { unread: "it was denied" };
		const unrouted = "cannot tell whether route 1 of the policy applies, because it was denied";
		const entry = await account.check(subject);
		expect([entry?.destination, entry?.unrouted]).toEqual([undefined, unrouted]);
		account.tags = { value: { team: "shop" } };
		const next = await account.check(subject, { replayed: true });
		expect([next?.destination, next?.unrouted]).toEqual([{ channel: "#shop" }, undefined]);
	},
);

test.each(subjects.slice(3).map((subject) => [subject.kind, subject] as const))(
	"a subject that cannot be read is routed by its name (%s)",
	async (_, subject) => {
		const account = new RoutedAccount();
		account.unread = "it was denied";
		expect((await account.check(subject))?.destination).toEqual(team);
		account.policy = byTag;
		expect((await account.check(subject))?.unrouted).toMatch(/route 1 of the policy applies, because it was denied$/);
	},
);

test("what the gate has decided is recorded with the family's destination", async () => {
	const account = new RoutedAccount();
	const decided = [aBlock({ action: "gate", outcome: "done" })];
	expect(await account.check(family, { decided })).toMatchObject({ blocks: decided, destination: team });
});

test("an entry of an earlier version has no destination until its next check", async () => {
	const account = new RoutedAccount();
	const { destination: _, ...old } = (await account.check(repository)) as LedgerEntry;
	account.ledger.entries.set(old.arn, { ...old, rules: "those of the version before" });
	expect((await account.check(repository))?.destination).toEqual(team);
	account.ledger.entries.set(old.arn, old);
	account.isGone = true;
	expect(await account.check(repository)).not.toHaveProperty("destination");
});

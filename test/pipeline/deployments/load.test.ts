import { expect, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import { taskDefinitionControls as controls } from "../../../controls/index.ts";
import { TryLaterError } from "../../../core/errors.ts";
import type { Policy } from "../../../core/policy.ts";
import { nameOf } from "../../../core/subject.ts";
import { hooks } from "../../../functions/manifest.ts";
import { type GatePorts, gate } from "../../../pipeline/deployments/gate.ts";
import type { HookReply } from "../../../pipeline/deployments/reply.ts";
import { VirtualClock } from "../../simulation/clock.ts";
import { Random } from "../../simulation/random.ts";
import { aContainer, aDigest, anImage, aScan, aTaskDefinition, aVulnerability } from "../../support/builders.ts";
import { aHookRequest } from "../../support/gate.ts";

/** Calls a second, and as many as are saved up. */
class Bucket {
	throttled = 0;
	#tokens: number;
	#at: number;
	readonly #clock: VirtualClock;
	readonly #perSecond: number;
	readonly #burst: number;

	constructor(clock: VirtualClock, burst: number, perSecond: number) {
		this.#clock = clock;
		this.#tokens = burst;
		this.#burst = burst;
		this.#perSecond = perSecond;
		this.#at = clock.time;
	}

	take(): void {
		const { time } = this.#clock;
		this.#tokens = Math.min(this.#burst, this.#tokens + ((time - this.#at) / 1_000) * this.#perSecond);
		this.#at = time;
		if (this.#tokens < 1) {
			this.throttled += 1;
			throw new TryLaterError("the call did not respond (ThrottlingException)");
		}
		this.#tokens -= 1;
	}
}

const callMs = 30;
const imagesEach = 3;
const arnOf = (of: number) => `arn:aws:ecs:ap-northeast-1:111122223333:service-revision/shop/web-${of}/4712`;
const numberOf = (arn: string): number => Number(/web-(\d+)/.exec(arn)?.[1]);
/** Every fourth deployment would run a vulnerable image. */
const isBad = (of: number): boolean => of % 4 === 0;
const [clean, vulnerable] = [[], [aVulnerability({ severity: "CRITICAL", fixedVersion: "3.0.2" })]].map((found) =>
	anImage({ scans: { value: [aScan({ vulnerabilities: found })] } }),
) as [ReturnType<typeof anImage>, ReturnType<typeof anImage>];

interface Answer {
	readonly at: number;
	readonly status: HookReply["hookStatus"];
}

/** ECS, which asks about deployments at the same time, and again as it is told to; and AWS, which grants so many calls. */
async function deployAtOnce(count: number, seed: number, onUnknown: Policy["block"]["onUnknown"]) {
	const clock = new VirtualClock("2026-11-21T12:00:00.000Z", 1_000_000);
	const begun = clock.time;
	const random = new Random(seed, "gate");
	// ECS developer guide, "Request throttling for the Amazon ECS API". ECR publishes no rates of these calls: assumed is as little.
	const buckets = {
		revisions: new Bucket(clock, 50, 20),
		definitions: new Bucket(clock, 50, 20),
		deployments: new Bucket(clock, 50, 20),
		images: new Bucket(clock, 50, 20),
		scans: new Bucket(clock, 50, 20),
		// AWS general reference, "AWS Systems Manager endpoints and quotas": the default throughput of GetParameter. It names no burst.
		parameters: new Bucket(clock, 40, 40),
	};
	const call = async (bucket: Bucket): Promise<void> => {
		await new Promise<void>((done) => clock.after(callMs, done));
		bucket.take();
	};
	const policy: Policy = { ...defaultPolicy, mode: "enforce", block: { ...defaultPolicy.block, onUnknown } };
	const [records, unchecked, answers]: [string[], string[], Map<number, Answer[]>] = [[], [], new Map()];
	let longestMs = 0;
	const ports: GatePorts = {
		readServiceRevision: async (arn) => {
			await call(buckets.revisions);
			const facts = { family: `web-${numberOf(arn)}`, revision: 8, createdAt: new Date(begun).toISOString() };
			return { value: { ...facts, platformVersions: [], digests: new Map([["app", aDigest()]]) } };
		},
		readDefinition: async ({ family }, readAt) => {
			await call(buckets.definitions);
			const containers = Array.from({ length: imagesEach }, (_, at) => aContainer({ name: `c${at}` }));
			return aTaskDefinition({ family, revision: 8, readAt, containers });
		},
		addImages: async (facts) => {
			for (let image = 0; image < imagesEach; image++) {
				await call(buckets.images);
				await call(buckets.scans);
			}
			const value = isBad(numberOf(facts.family)) ? vulnerable : clean;
			const containers = facts.containers as ReturnType<typeof aContainer>[];
			return { ...facts, containers: containers.map((one) => ({ ...one, registryImage: { value } })) };
		},
		readEnding: async () => {
			await call(buckets.deployments);
			return { value: false };
		},
		// Each deployment may be asked about in a process of its own, so nothing is cached.
		offSwitch: {
			name: "/shipshape/Shipshape/enforcement",
			read: async () => {
				await call(buckets.parameters);
				return { value: "policy" };
			},
		},
		sendRecord: async (subject, { outcome }) => void records.push(`${nameOf(subject)} ${outcome}`),
		controls,
		rules: { policy, fingerprint: "rules" },
		now: clock.now,
		random: () => random.next(),
		timeUp: (_, leftMs) => new Promise((done) => clock.after(timeoutMs - leftMs, () => done(null))),
		telemetry: {
			decided: ({ isUnchecked, reason }) => void (isUnchecked === true && unchecked.push(reason)),
			failed: () => {},
			flush: () => {},
		},
	};
	const handler = gate(ports);
	const ask = async (of: number, hookDetails?: object): Promise<void> => {
		const asked = clock.time;
		const request = { ...aHookRequest({ targetServiceRevisionArn: arnOf(of) }), hookDetails };
		const reply = await handler(request, {} as Context);
		longestMs = Math.max(longestMs, clock.time - asked);
		answers.set(of, [...(answers.get(of) ?? []), { at: clock.time - begun, status: reply.hookStatus }]);
		if (reply.hookStatus !== "IN_PROGRESS") return;
		clock.after(reply.callBackDelay * 1_000, () => void ask(of, reply.hookDetails));
	};
	for (let of = 0; of < count; of++) clock.at(begun, () => void ask(of));
	await clock.run();
	return { answers, records, unchecked, longestMs, throttled: Object.values(buckets).map((one) => one.throttled) };
}

const [{ timeoutSeconds }] = hooks;
const timeoutMs = timeoutSeconds * 1_000;

test.each([
	[1, "allow"],
	[2, "block"],
	[3, "allow"],
] as const)(
	"200 deployments at once are each decided once, by what they would run, within minutes (seed %d, onUnknown %s)",
	async (seed, onUnknown) => {
		const { answers, records, unchecked, longestMs, throttled } = await deployAtOnce(200, seed, onUnknown);
		expect(answers.size).toBe(200);
		for (const [of, given] of answers) {
			const statuses = given.map(({ status }) => status);
			expect(statuses.slice(0, -1).filter((status) => status !== "IN_PROGRESS")).toEqual([]);
			expect(statuses.at(-1)).toBe(isBad(of) ? "FAILED" : "SUCCEEDED");
		}
		const bad = [...answers.keys()].filter(isBad);
		expect(records.toSorted()).toEqual(bad.map((of) => `task-definition/web-${of} done`).toSorted());
		expect(unchecked).toEqual([]);
		expect(longestMs).toBeLessThan(timeoutMs);
		// Far below the 15 minutes of the gate, and the hook's time-out of a day.
		expect(Math.max(...[...answers.values()].flat().map(({ at }) => at))).toBeLessThan(120_000);
		expect(Math.max(...throttled)).toBeGreaterThan(100);
	},
);

test("one deployment alone is answered at once", async () => {
	const { answers, throttled } = await deployAtOnce(1, 1, "allow");
	expect([...answers.values()]).toEqual([[{ at: 9 * callMs, status: "FAILED" }]]);
	expect(Math.max(...throttled)).toBe(0);
});

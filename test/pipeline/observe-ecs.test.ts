import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { capacityProviderControls, clusterControls } from "../../controls/index.ts";
import { type CapacityProviderSubject, type ClusterSubject, nameOf, type Subject } from "../../core/subject.ts";
import { aCapacityProvider, aCluster, aService } from "../../domain/example-services.ts";
import { observeEcs } from "../../pipeline/observe-ecs.ts";
import type { Trigger } from "../../pipeline/trigger.ts";
import { aTaskDefinition, readAt } from "../support/builders.ts";

const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };
const cluster: ClusterSubject = { kind: "cluster", ...place, name: "shop" };
const provider: CapacityProviderSubject = { kind: "capacity-provider", ...place, name: "spot" };
const trigger: Trigger = { time: "2026-11-21T12:00:00Z", announcedAt: null, registered: [], replayed: false };
const rules = { policy: defaultPolicy, fingerprint: "r1" };
const { definition: _, blockingFailures: __, ...described } = aService();
type Capacity = Parameters<typeof observeEcs>[0]["capacity"];

/** The subjects that were read, by their short names. */
let read: string[];

async function observe(subject: Subject, capacity: Partial<Capacity> = {}) {
	read = [];
	const readDefinition = async (of: Subject) => {
		read.push(nameOf(of));
		return aTaskDefinition({ family: "web", revision: 3 });
	};
	const common = { addImages: async <T>(facts: T) => facts, rules };
	const check = observeEcs({
		families: {
			...common,
			read: readDefinition,
			addServices: async (facts) => facts,
			turn: async () => {},
			deregister: async () => ({ outcome: "done" }),
			tag: async () => ({ outcome: "done" }),
			untag: null,
			recordIntent: async () => null,
			offSwitch: { name: "", read: async () => ({ value: "policy" }) as const },
			controls: [],
		},
		services: {
			...common,
			readService: async (of) => {
				read.push(nameOf(of));
				return { value: { facts: described, runs: null } };
			},
			readDefinition,
			refreshImagesInUse: async () => {},
			serviceControls: [],
			taskDefinitionControls: [],
		},
		capacity: {
			readCluster: async (of) => {
				read.push(nameOf(of));
				return { value: aCluster() };
			},
			readCapacityProvider: async (of) => {
				read.push(nameOf(of));
				return { value: aCapacityProvider() };
			},
			controls: [...clusterControls, ...capacityProviderControls],
			rules,
			...capacity,
		},
	});
	return check(subject, readAt, { entry: null, intents: [], candidates: [] }, trigger);
}

describe("each kind of subject is read by its own call", () => {
	test.each<[string, Subject]>([
		["task-definition/web", { kind: "task-definition", ...place, family: "web" }],
		["service/shop/web", { kind: "service", ...place, cluster: "shop", name: "web" }],
		["cluster/shop", cluster],
		["capacity-provider/spot", provider],
	])("%s", async (name, subject) => {
		expect((await observe(subject)).verdicts).not.toBeNull();
		expect(read).toEqual([name]);
	});

	test("a subject that another route checks is an error of our own", async () => {
		await expect(observe({ kind: "repository", ...place, name: "payments" })).rejects.toThrow(
			"the route does not check subjects of the kind repository",
		);
	});
});

describe("a cluster and a capacity provider", () => {
	test("are judged by the controls of their kind only", async () => {
		const insights = { readCluster: async () => ({ value: aCluster({ containerInsights: "disabled" }) }) };
		const { verdicts } = await observe(cluster, insights);
		expect(verdicts?.find(({ control }) => control === "cluster/container-insights")?.status).toBe("fail");
		expect(verdicts?.filter(({ control }) => !control.startsWith("cluster/"))).toEqual([]);
		const ofProvider = (await observe(provider)).verdicts;
		expect(ofProvider?.map(({ control }) => control)).toContain("capacity-provider/termination-protection");
		expect(ofProvider?.filter(({ control }) => !control.startsWith("capacity-provider/"))).toEqual([]);
	});

	test("that do not exist have no verdicts", async () => {
		const none = { readCluster: async () => ({ value: null }), readCapacityProvider: async () => ({ value: null }) };
		for (const subject of [cluster, provider]) expect((await observe(subject, none)).verdicts).toBeNull();
	});

	test("that could not be read are unknown in every control, with the reason", async () => {
		const unread = "denied";
		const denied = { readCluster: async () => ({ unread }), readCapacityProvider: async () => ({ unread }) };
		for (const subject of [cluster, provider]) {
			const { verdicts } = await observe(subject, denied);
			expect(verdicts?.length).toBeGreaterThan(0);
			expect(verdicts?.filter(({ status, message }) => status !== "unknown" || message !== unread)).toEqual([]);
		}
	});
});

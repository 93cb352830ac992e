import { beforeEach, describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { serviceControls, taskDefinitionControls } from "../../controls/index.ts";
import { TryLaterError } from "../../core/errors.ts";
import type { ContainerFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { isUnresolved } from "../../core/reading.ts";
import { arnOf, type ServiceSubject } from "../../core/subject.ts";
import { aService } from "../../domain/example-services.ts";
import { observeService, type ServicePorts } from "../../pipeline/observe-service.ts";
import type { Trigger } from "../../pipeline/trigger.ts";
import { aContainer, anImage, aScan, aTaskDefinition, aVulnerability, readAt } from "../support/builders.ts";

const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };
const subject: ServiceSubject = { kind: "service", ...place, cluster: "shop", name: "web" };
const id = "service/runs-compliant-revision";
const trigger: Trigger = { time: "2026-11-21T12:00:00Z", announcedAt: null, registered: [], replayed: false };
const throttled = new TryLaterError("ecr:DescribeImages did not respond (ThrottlingException)");
const { definition: _, blockingFailures: __, ...described } = aService();

/** An account with one service; what its ports return. */
let service: Awaited<ReturnType<ServicePorts["readService"]>>;
let revision: TaskDefinitionFacts | null;
let image: ContainerFacts["registryImage"] | TryLaterError;
let policy = defaultPolicy;
let asked: unknown[];
let refreshes: (readonly [repositories: readonly string[], time: string])[];
let refreshError: Error | null;

beforeEach(() => {
	service = { value: { facts: described, runs: { family: "web", revision: 3 } } };
	revision = aTaskDefinition({ family: "web", revision: 3 });
	image = { value: anImage() };
	policy = defaultPolicy;
	[asked, refreshes, refreshError] = [[], [], null];
});

const observe = (more: Partial<Trigger> = {}) =>
	observeService({
		readService: async () => service,
		readDefinition: async (family, _at, number) => {
			asked.push([arnOf(family), number]);
			return revision;
		},
		addImages: async (facts) => {
			if (image instanceof TryLaterError) throw image;
			const { containers } = facts;
			if (isUnresolved(containers)) return facts;
			const registryImage = image;
			return { ...facts, containers: containers.map((container) => ({ ...container, registryImage })) };
		},
		refreshImagesInUse: async (...of) => {
			if (refreshError !== null) throw refreshError;
			refreshes.push(of);
		},
		serviceControls,
		taskDefinitionControls,
		rules: { policy, fingerprint: "r1" },
	})(subject, readAt, { ...trigger, ...more });

const verdict = ({ verdicts }: Awaited<ReturnType<typeof observe>>, control = id) =>
	verdicts?.find((one) => one.control === control);

const vulnerable = anImage({ scans: { value: [aScan({ vulnerabilities: [aVulnerability()] })] } });
const waiting = anImage({ awaitedSince: readAt, readAt, scans: { value: [aScan({ status: "PENDING" })] } });

describe("the revision that a service runs", () => {
	test("is read by its number, with its images, and passes", async () => {
		const observation = await observe();
		expect(asked).toEqual([["arn:aws:ecs:ap-northeast-1:111122223333:task-definition/web", 3]]);
		expect(verdict(observation)).toMatchObject({ status: "pass", subject: arnOf(subject) });
		expect(observation).toMatchObject({ about: { runs: "web:3" }, awaitedSince: null, unanswered: [] });
		expect(observation).not.toHaveProperty("retry");
	});

	test("fails for each blocking control that fails", async () => {
		revision = aTaskDefinition({ family: "web", revision: 3, containers: [aContainer({ privileged: true })] });
		image = { value: vulnerable };
		expect(verdict(await observe())).toMatchObject({
			status: "fail",
			message: expect.stringContaining("task-definition/image-vulnerabilities"),
		});
		expect(verdict(await observe())?.message).toContain("task-definition/not-privileged");
	});

	test("passes if the failing control does not block under the policy for its family", async () => {
		image = { value: vulnerable };
		const controls = { "task-definition/image-vulnerabilities": { blocking: false } };
		policy = { ...defaultPolicy, scopes: [{ match: { family: ["web"] }, controls }] };
		expect(verdict(await observe())?.status).toBe("pass");
		policy = { ...defaultPolicy, scopes: [{ match: { family: ["other"] }, controls }] };
		expect(verdict(await observe())?.status).toBe("fail");
	});

	test("sends the service to the queue again when the family or an image has changed", async () => {
		const { uses } = await observe();
		expect(uses).toEqual(["arn:aws:ecs:ap-northeast-1:111122223333:task-definition/web", anImage().arn]);
	});

	test("is unknown if it could not be read, and is not taken for compliant", async () => {
		const denied = { unresolved: "ecs:DescribeTaskDefinition was denied (AccessDeniedException)" };
		revision = aTaskDefinition({ family: "web", revision: null, containers: denied });
		expect(verdict(await observe())).toMatchObject({ status: "unknown", message: expect.stringContaining("denied") });
	});

	test("is unknown if ECS does not find it any more", async () => {
		revision = null;
		expect(verdict(await observe())).toMatchObject({
			status: "unknown",
			message: expect.stringContaining("ECS does not find the revision web:3"),
		});
	});

	test("is unknown by design if it is only for an image of another registry", async () => {
		image = { unread: "its registry is not read here", isByDesign: true };
		expect(verdict(await observe())).toMatchObject({ status: "unknown", isByDesign: true });
		const privileged = { unresolved: "ecs:DescribeTaskDefinition did not return it" };
		revision = aTaskDefinition({ family: "web", revision: 3, containers: [aContainer({ privileged })] });
		const other = verdict(await observe());
		expect(other?.message).toContain("task-definition/not-privileged is unknown");
		expect(other).not.toHaveProperty("isByDesign");
	});

	test("does not exist if neither the service nor a task set names it", async () => {
		service = { value: { facts: described, runs: null } };
		const observation = await observe();
		expect([verdict(observation)?.status, observation.uses, asked]).toEqual(["not-applicable", [], []]);
	});

	test("is judged on the platform version of the service", async () => {
		const facts = { ...described, platformVersions: [{ of: "service", version: "1.3.0", family: "LINUX" }] };
		service = { value: { facts, runs: { family: "web", revision: 3 } } };
		const controls = { "task-definition/tmpfs-supported": { enabled: true, blocking: true } };
		policy = { ...defaultPolicy, controls: { ...defaultPolicy.controls, ...controls } };
		const tmpfs = [{ path: "/tmp", sizeMiB: 64, options: [] }];
		revision = aTaskDefinition({ family: "web", revision: 3, containers: [aContainer({ tmpfs })] });
		expect(verdict(await observe())?.message).toContain("task-definition/tmpfs-supported");
	});
});

describe("an image of the revision", () => {
	test("that cannot be read now leaves the verdict unknown for a moment, and the check is retried", async () => {
		image = throttled;
		const observation = await observe();
		expect(verdict(observation)).toMatchObject({
			status: "unknown",
			message: expect.stringContaining(throttled.message),
		});
		expect(observation.retry).toBe(throttled);
		expect(observation.unanswered).toContain(id);
		expect(verdict(observation, "service/no-public-ip")?.status).toBe("pass");
	});

	test("that cannot be read does not hide another failure", async () => {
		revision = aTaskDefinition({ family: "web", revision: 3, containers: [aContainer({ privileged: true })] });
		image = throttled;
		expect(await observe().then(verdict)).toMatchObject({ status: "fail" });
	});

	test("whose scan result is awaited leaves the verdict pending, which is not reported", async () => {
		image = { value: waiting };
		const observation = await observe();
		expect(verdict(observation)).toMatchObject({ status: "unknown", pending: true });
		expect(observation.awaitedSince).toBe(readAt);
	});
});

describe("a service", () => {
	test("that does not exist has no verdicts", async () => {
		service = { value: null };
		expect(await observe()).toEqual({ verdicts: null, blocks: [], about: {}, awaitedSince: null });
	});

	test("that could not be read is unknown in every control, and nothing else is read", async () => {
		service = { unread: "ecs:DescribeServices was denied (AccessDeniedException)" };
		const { verdicts } = await observe();
		expect(verdicts?.map(({ control }) => control)).toEqual(expect.arrayContaining([id, "service/no-public-ip"]));
		expect(new Set(verdicts?.map(({ status, message }) => `${status}: ${message}`))).toEqual(
			new Set(["unknown: ecs:DescribeServices was denied (AccessDeniedException)"]),
		);
		expect(asked).toEqual([]);
	});

	test("that could not be read is not judged by a control that the policy turns off for its cluster", async () => {
		service = { unread: "it was denied" };
		const controls = { [id]: { enabled: false } };
		policy = { ...defaultPolicy, scopes: [{ match: { cluster: ["shop"] }, controls }] };
		expect(verdict(await observe())).toBeUndefined();
	});
});

describe("a deployment changes which images are in use", () => {
	const repository = anImage().arn.replace(/\/sha256:.*/, "");

	test("so they are read again for the repositories of its images, as of the event", async () => {
		await observe({ isDeployment: true });
		expect(refreshes).toEqual([[[repository], trigger.time]]);
	});

	test("as of the reading if the event is replayed", async () => {
		await observe({ isDeployment: true, replayed: true });
		expect(refreshes).toEqual([[[repository], readAt]]);
	});

	test("but another check of the service does not", async () => {
		await observe();
		expect(refreshes).toEqual([]);
	});

	test("and a request that cannot be sent is retried, after the verdicts are recorded", async () => {
		refreshError = new TryLaterError("sqs:SendMessage did not respond");
		const observation = await observe({ isDeployment: true });
		expect([verdict(observation)?.status, observation.retry]).toEqual(["pass", refreshError]);
	});

	test("and an error of our own ends the check", async () => {
		refreshError = new TypeError("ours");
		await expect(observe({ isDeployment: true })).rejects.toThrow("ours");
	});
});

test("a gate is missing if the policy enforces, and its task definition could be read", async () => {
	service = {
		value: { facts: { ...described, deploymentStrategy: "CANARY" }, runs: { family: "web", revision: 3 } },
	};
	const status = async () => verdict(await observe(), "service/gate-attached")?.status;
	expect(await status()).toBe("not-applicable");
	policy = { ...defaultPolicy, mode: "enforce" };
	expect(await status()).toBe("fail");
	revision = null;
	expect(await status()).toBe("unknown");
});

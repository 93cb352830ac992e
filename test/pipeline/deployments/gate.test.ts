import { describe, expect, test } from "@jest/globals";
import { TryLaterError } from "../../../core/errors.ts";
import type { Policy } from "../../../core/policy.ts";
import { aContainer, aDigest, anImage, aScan, aTaskDefinition, aVulnerability } from "../../support/builders.ts";
import { aHookRequest, blue, deploymentArn, GateAccount, green, minutesAfterCreation } from "../../support/gate.ts";

const vulnerabilities = "task-definition/image-vulnerabilities";
const withImage = (image: Parameters<typeof anImage>[0]) =>
	aTaskDefinition({ revision: 8, containers: [aContainer({ registryImage: { value: anImage(image) } })] });
const vulnerable = withImage({
	scans: { value: [aScan({ vulnerabilities: [aVulnerability({ severity: "CRITICAL", fixedVersion: "3.0.2" })] })] },
});
const scanning = withImage({
	awaitedSince: minutesAfterCreation(0),
	readAt: minutesAfterCreation(0),
	scans: { value: [aScan({ status: "IN_PROGRESS", completedAt: null })] },
});

function accountWith(
	definition: GateAccount["definition"],
	mode: Policy["mode"] = "enforce",
	block: Partial<Policy["block"]> = {},
): GateAccount {
	const account = new GateAccount(mode, block);
	account.definition = definition;
	return account;
}
const reads = ["readServiceRevision", "readDefinition", "addImages"];
const succeeded = { hookStatus: "SUCCEEDED" };
const failed = { hookStatus: "FAILED" };

test("a compliant revision is deployed after three reads, and nothing is recorded", async () => {
	const account = new GateAccount("enforce");
	expect(await account.deploy()).toEqual(succeeded);
	expect(account.calls).toEqual(reads);
	expect(account.decided).toMatchObject([{ outcome: null, reason: "no blocking control fails" }]);
});

test("a failing revision is refused, and the refusal is recorded with its family", async () => {
	const account = accountWith(vulnerable);
	expect(await account.deploy()).toEqual(failed);
	expect(account.records).toEqual([
		{
			subject: expect.objectContaining({ kind: "task-definition", account: "111122223333", family: "web" }),
			record: {
				...{ action: "gate", resource: green, revision: 8, because: [vulnerabilities], outcome: "done" },
				...{ at: minutesAfterCreation(1), reason: expect.stringContaining("CRITICAL") },
			},
		},
	]);
	expect(account.decided).toMatchObject([{ request: { deploymentArn }, family: { family: "web" }, revision: 8 }]);
});

test("B03: the fixed revision is deployed, whatever was recorded before", async () => {
	const account = accountWith(vulnerable);
	await account.deploy();
	account.definition = withImage({});
	expect(await account.deploy()).toEqual(succeeded);
	expect(account.records).toHaveLength(1);
});

test("B02: nothing is called if the gate is switched off", async () => {
	const account = accountWith(vulnerable, "enforce", { gate: false });
	expect(await account.deploy()).toEqual(succeeded);
	expect(account.calls).toEqual([]);
});

test.each([
	["in audit mode", "audit", {}, "would-have"],
	["of a protected family", "enforce", { protected: ["web"] }, "protected"],
] as const)("B02: a deployment %s goes on, and the only write is the record", async (_, mode, block, outcome) => {
	const account = accountWith(vulnerable, mode, block);
	expect(await account.deploy()).toEqual(succeeded);
	expect(account.calls).toEqual([...reads, "readEnding", "sendRecord"]);
	expect(account.records).toMatchObject([{ record: { outcome, because: [vulnerabilities] } }]);
});

describe("B04: a deployment that has ended, also because another blocker has stopped it", () => {
	test.each([vulnerable, scanning])("is not refused once more, delayed or recorded", async (definition) => {
		const account = accountWith(definition);
		account.hasEnded = true;
		expect(await account.deploy()).toEqual(succeeded);
		expect(account.records).toEqual([]);
		expect(account.decided).toMatchObject([{ outcome: null, reason: "ECS is not deploying the revision any more" }]);
	});

	test("is looked for among those that are not older than its service revision, or a week if that is unknown", async () => {
		const account = accountWith(vulnerable);
		await account.deploy();
		account.minutes = 20;
		account.serviceRevision = { unread: "ecs:DescribeServiceRevisions was denied" };
		await account.deploy();
		expect(account.asked).toMatchObject([
			{ deploymentArn, since: minutesAfterCreation(-1) },
			{ deploymentArn, since: minutesAfterCreation(20 - 7 * 1_440) },
		]);
	});

	test("has one record if two invocations refuse it at the same time, because both are about the same service revision", async () => {
		const account = accountWith(vulnerable);
		expect(await Promise.all([account.deploy(), account.deploy()])).toEqual([failed, failed]);
		const [one, other] = account.records;
		expect(one).toEqual(other);
	});
});

describe("a rollback", () => {
	test("is never stopped: nothing is read when traffic shifts back", async () => {
		const account = accountWith(vulnerable);
		const weights = { productionTrafficWeights: { [green]: 0, [blue]: 100 } };
		const request = { ...aHookRequest(weights), lifecycleStage: "PRODUCTION_TRAFFIC_SHIFT" };
		expect(await account.deploy(request)).toEqual(succeeded);
		expect(account.calls).toEqual([]);
	});

	test("is not assumed if ECS does not say so: before traffic shifts, no hook runs in a rollback", async () => {
		const account = accountWith(vulnerable);
		account.broken.set("readEnding", async () => Promise.reject(new TryLaterError("throttled")));
		expect(await account.deploy()).toEqual(failed);
		expect(account.failures).toEqual([expect.stringContaining("cannot tell whether the deployment has ended")]);
	});
});

test("a deployment waits for a scan, then the same request is decided by its result", async () => {
	const account = accountWith(scanning);
	expect(await account.deploy()).toMatchObject({ hookStatus: "IN_PROGRESS", callBackDelay: 30 });
	account.minutes = 2;
	expect(await account.deploy()).toMatchObject({ hookStatus: "IN_PROGRESS", callBackDelay: 30 });
	expect(account.records).toEqual([]);
	account.definition = vulnerable;
	expect(await account.deploy()).toEqual(failed);
	expect(account.records).toHaveLength(1);
});

test("an image that was found by its tag is named in the refusal", async () => {
	const account = accountWith(vulnerable);
	account.target = { ...account.target, digests: new Map() };
	await account.deploy();
	expect(account.records[0]?.record.reason).toContain(`in ECR it is ${aDigest()}`);
});

test.each([
	["allowed", "audit", succeeded],
	["refused", "enforce", failed],
] as const)("a deployment is %s in the same way if its record cannot be written", async (_, mode, reply) => {
	const account = accountWith(vulnerable, mode);
	account.broken.set("sendRecord", async () => Promise.reject(new TryLaterError("the queue did not respond")));
	expect(await account.deploy()).toEqual(reply);
	expect(account.failures).toEqual([expect.stringContaining("the outcome could not be recorded")]);
});

test("the platform version is that of the service revision, without a search of all services", async () => {
	const tmpfs = [{ path: "/tmp", sizeMiB: 64, options: ["noexec"] }];
	const account = accountWith(aTaskDefinition({ revision: 8, containers: [aContainer({ tmpfs })] }));
	account.target = { ...account.target, platformVersions: ["1.3.0"] };
	const withTmpfs = { ...account.policy.controls["task-definition/tmpfs-supported"], blocking: true };
	Object.assign(account.policy.controls, { "task-definition/tmpfs-supported": withTmpfs });
	expect(await account.deploy()).toEqual(failed);
	expect(account.records[0]?.record.reason).toContain("1.3.0");
});

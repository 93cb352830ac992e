import { describe, expect, test } from "@jest/globals";
import { TryLaterError } from "../../../core/errors.ts";
import type { Policy } from "../../../core/policy.ts";
import { maxWaitMinutes } from "../../../pipeline/deployments/wait.ts";
import { aContainer, anImage, aScan, aTaskDefinition, aVulnerability } from "../../support/builders.ts";
import { GateAccount, minutesAfterCreation, offSwitch } from "../../support/gate.ts";

const withImage = (image: Parameters<typeof anImage>[0]) =>
	aTaskDefinition({ revision: 8, containers: [aContainer({ registryImage: { value: anImage(image) } })] });
const vulnerability = aVulnerability({ severity: "CRITICAL", fixedVersion: "3.0.2" });
const vulnerable = withImage({ scans: { value: [aScan({ vulnerabilities: [vulnerability] })] } });
const times = { awaitedSince: minutesAfterCreation(0), readAt: minutesAfterCreation(0) };
const scanning = withImage({ ...times, scans: { value: [aScan({ status: "IN_PROGRESS", completedAt: null })] } });
const because = ["task-definition/image-vulnerabilities"];

function accountWith(
	definition: GateAccount["definition"],
	mode: Policy["mode"] = "enforce",
	block: Partial<Policy["block"]> = {},
): GateAccount {
	const account = new GateAccount(mode, block);
	account.definition = definition;
	return account;
}
const broken = (account: GateAccount, port: string, error: Error) =>
	account.broken.set(port, async () => Promise.reject(error));
const throttled = new TryLaterError("ssm:GetParameter did not respond (ThrottlingException)");
const audit = { value: "audit" } as const;
const succeeded = { hookStatus: "SUCCEEDED" };
const failed = { hookStatus: "FAILED" };
const reads = ["readServiceRevision", "readDefinition", "addImages"];

describe("the off switch is read", () => {
	test("once before a deployment is refused, at the same time as whether it is rolled back", async () => {
		const account = accountWith(vulnerable);
		let finish = () => {};
		const answered = new Promise<void>((done) => {
			finish = done;
		});
		account.broken.set("readEnding", () => answered as Promise<never>);
		account.broken.set("readOffSwitch", async () => finish() as never);
		expect(await account.deploy()).toEqual(failed);
		expect(account.calls.toSorted()).toEqual([...reads, "readOffSwitch", "readEnding", "sendRecord"].toSorted());
	});

	test.each<[string, GateAccount, readonly string[]]>([
		["if nothing fails", accountWith(withImage({})), reads],
		["in audit mode", accountWith(vulnerable, "audit"), [...reads, "readEnding", "sendRecord"]],
		[
			"if the family is protected",
			accountWith(vulnerable, "enforce", { protected: ["web"] }),
			[...reads, "readEnding", "sendRecord"],
		],
		["if the gate is off", accountWith(vulnerable, "enforce", { gate: false }), []],
	])("never %s", async (_, account, calls) => {
		expect(await account.deploy()).toEqual(succeeded);
		expect(account.calls).toEqual(calls);
	});
});

describe("while the off switch is audit", () => {
	test("a failing deployment goes on, and the record names the parameter", async () => {
		const account = accountWith(vulnerable);
		account.offSwitchSays = audit;
		expect(await account.deploy()).toEqual(succeeded);
		const reason = expect.stringMatching(
			`^the parameter ${offSwitch} is audit: nothing is blocked; set it to policy to block again; .*CRITICAL`,
		);
		expect(account.records).toMatchObject([{ record: { outcome: "overridden", because, reason } }]);
	});

	test("a deployment that cannot be checked goes on, though the policy refuses it", async () => {
		const account = accountWith(vulnerable, "enforce", { onUnknown: "block" });
		account.offSwitchSays = audit;
		broken(account, "readDefinition", new TypeError("not what ECS returns"));
		expect(await account.deploy()).toEqual(succeeded);
		expect(account.decided).toMatchObject([{ outcome: "overridden", isUnchecked: true }]);
	});

	test("a malformed request is answered, though the policy refuses it", async () => {
		const account = accountWith(vulnerable, "enforce", { onUnknown: "block" });
		account.offSwitchSays = audit;
		expect(await account.deploy({ executionDetails: null })).toEqual(succeeded);
	});

	test("a deployment does not wait for a scan, and nothing is recorded against it", async () => {
		const account = accountWith(scanning);
		account.offSwitchSays = audit;
		expect(await account.deploy()).toEqual(succeeded);
		expect(account.records).toEqual([]);
		expect(account.decided).toMatchObject([{ because, reason: expect.stringContaining("waiting for scan results") }]);
	});

	test("B04: a deployment that is rolled back is not recorded", async () => {
		const account = accountWith(vulnerable);
		account.offSwitchSays = audit;
		account.hasEnded = true;
		expect(await account.deploy()).toEqual(succeeded);
		expect(account.records).toEqual([]);
	});
});

type Way = readonly [string, (account: GateAccount) => unknown];
const temporary: readonly Way[] = [
	["is throttled", (account) => broken(account, "readOffSwitch", throttled)],
	[
		"does not end in time",
		(account) => {
			account.broken.set("readOffSwitch", () => new Promise(() => {}));
			account.timeUp = new Promise((done) => setImmediate(done));
		},
	],
];
const permanent: readonly Way[] = [
	["crashes", (account) => broken(account, "readOffSwitch", new TypeError("no client"))],
	[
		"is denied",
		(account) => {
			account.offSwitchSays = { unread: "ssm:GetParameter was denied (AccessDeniedException)" };
		},
	],
	[
		"says something else",
		(account) => {
			account.offSwitchSays = { unread: 'it is "on"; write policy or audit' };
		},
	],
];
const ways = [...temporary, ...permanent];
const policies = ["allow", "block"] as const;

describe("B05: the policy decides if the off switch cannot be read", () => {
	/** Asks until the deployment does not wait any more. */
	async function decided(account: GateAccount, disturb: Way[1]) {
		disturb(account);
		const first = await account.deploy();
		if (first.hookStatus !== "IN_PROGRESS") return first;
		account.minutes += maxWaitMinutes;
		disturb(account);
		return account.deployAgain(first);
	}

	test.each(ways)("onUnknown allow: a failing deployment goes on in the end if the reading %s", async (_, disturb) => {
		const account = accountWith(vulnerable);
		expect(await decided(account, disturb)).toEqual(succeeded);
		const reason = expect.stringContaining(`the off switch (parameter ${offSwitch}) could not be read`);
		expect(account.records).toMatchObject([{ record: { outcome: "failed", because, reason } }]);
		expect(account.failures).toEqual([expect.stringContaining("cannot tell whether the off switch is audit")]);
	});

	test.each(ways)(
		"onUnknown block: a failing deployment is refused in the end if the reading %s",
		async (_, disturb) => {
			const account = accountWith(vulnerable, "enforce", { onUnknown: "block" });
			expect(await decided(account, disturb)).toEqual(failed);
			expect(account.records).toMatchObject([{ record: { outcome: "done", because } }]);
			expect(account.failures).toEqual([expect.stringContaining("cannot tell whether the off switch is audit")]);
		},
	);

	test.each(permanent)("at once if it %s", async (_, disturb) => {
		const account = accountWith(vulnerable);
		disturb(account);
		expect(await account.deploy()).toEqual(succeeded);
	});

	test("at once if the request is malformed: nobody knows since when it waits", async () => {
		for (const [onUnknown, reply] of [
			["allow", succeeded],
			["block", failed],
		] as const) {
			const account = accountWith(vulnerable, "enforce", { onUnknown });
			broken(account, "readOffSwitch", throttled);
			expect(await account.deploy({ executionDetails: null })).toEqual(reply);
		}
	});

	test("the scope of the service decides, not the rest of the policy", async () => {
		const account = accountWith(vulnerable);
		const scopes = [{ match: { cluster: ["shop"] }, controls: {}, block: { onUnknown: "block" } } as const];
		Object.assign(account.policy, { scopes });
		expect(await decided(account, () => broken(account, "readOffSwitch", throttled))).toEqual(failed);
	});

	test.each(ways)("a deployment goes on waiting for a scan if the reading %s", async (_, disturb) => {
		const account = accountWith(scanning);
		disturb(account);
		expect(await account.deploy()).toMatchObject({ hookStatus: "IN_PROGRESS" });
	});
});

describe("while Systems Manager does not respond", () => {
	test.each(temporary.flatMap((way) => policies.map((onUnknown) => [...way, onUnknown] as const)))(
		"a failing deployment waits, and nothing is recorded or counted: the reading %s",
		async (_, disturb, onUnknown) => {
			const account = accountWith(vulnerable, "enforce", { onUnknown });
			account.spread = 0.5;
			disturb(account);
			expect(await account.deploy()).toMatchObject({ hookStatus: "IN_PROGRESS", callBackDelay: 22 });
			expect([account.records, account.failures]).toEqual([[], []]);
			const reason = expect.stringMatching(/^waiting for AWS because the off switch .*; .*CRITICAL/);
			expect(account.decided).toMatchObject([{ because, reason, awaits: "aws" }]);
		},
	);

	test.each([
		["policy", failed],
		["audit", succeeded],
	] as const)("a deployment is decided as soon as it does: %s", async (value, reply) => {
		const account = accountWith(vulnerable);
		broken(account, "readOffSwitch", throttled);
		const first = await account.deploy();
		account.broken.clear();
		account.offSwitchSays = { value };
		expect(await account.deployAgain(first)).toEqual(reply);
	});

	test("B04: a deployment that has ended does not wait", async () => {
		const account = accountWith(vulnerable);
		account.hasEnded = true;
		broken(account, "readOffSwitch", throttled);
		expect(await account.deploy()).toEqual(succeeded);
		expect(account.records).toEqual([]);
	});
});

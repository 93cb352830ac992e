import { describe, expect, test } from "@jest/globals";
import { TryLaterError } from "../../../core/errors.ts";
import { maxWaitMinutes } from "../../../pipeline/deployments/wait.ts";
import { aContainer, aTaskDefinition } from "../../support/builders.ts";
import { aHookRequest, blue, GateAccount, green, minutesAfterCreation } from "../../support/gate.ts";

const succeeded = { hookStatus: "SUCCEEDED" };
const failed = { hookStatus: "FAILED" };
const hang = () => new Promise<never>(() => {});
const broken = (port: string, fail: () => Promise<never>) => (account: GateAccount) => {
	account.broken.set(port, fail);
};
const later = async () => Promise.reject(new TryLaterError("ECS did not respond"));
const crash = async () => Promise.reject(new TypeError("cannot read properties of undefined"));
const outOfTime = (port: string) => (account: GateAccount) => {
	account.broken.set(port, hang);
	account.timeUp = new Promise((done) => setImmediate(done));
};
const denied = { unread: "ecs:DescribeServiceRevisions was denied (AccessDeniedException)" };

/** The last: the kind of subject with which it is recorded; null if nothing is known of the deployment. */
type Row = [string, (account: GateAccount) => void, unknown, "task-definition" | "service" | null];
/** What AWS may return the next time. */
const temporary: readonly Row[] = [
	["the service revision, which ECS does not return", broken("readServiceRevision", later), aHookRequest(), "service"],
	["a task definition that ECS does not return", broken("readDefinition", later), aHookRequest(), "task-definition"],
	[
		"a task definition that does not exist",
		(account) => {
			account.definition = null;
		},
		aHookRequest(),
		"task-definition",
	],
	["images, while ECR does not answer", broken("addImages", later), aHookRequest(), "task-definition"],
	["anything in time", outOfTime("readDefinition"), aHookRequest(), "task-definition"],
];
const permanent: readonly Row[] = [
	[
		"the service revision, which may not be read",
		(account) => {
			account.serviceRevision = denied;
		},
		aHookRequest(),
		"service",
	],
	["anything, after a crash", broken("addImages", crash), aHookRequest(), "task-definition"],
	["a malformed request", () => {}, { executionDetails: null }, null],
];
const rows = [...temporary, ...permanent];

/** Asks until the deployment does not wait any more; ECS passes the details on. */
async function decided(account: GateAccount, request: unknown) {
	const first = await account.deploy(request);
	account.minutes += maxWaitMinutes;
	return first.hookStatus === "IN_PROGRESS" ? account.deployAgain(first) : first;
}

function expectRecord({ records }: GateAccount, kind: Row[3], outcome: string): void {
	const record = { outcome, revision: kind === "service" ? 0 : 8, resource: green, because: [] };
	const expected = { subject: { kind }, record: kind === "task-definition" ? { outcome, revision: 8 } : record };
	expect(records).toMatchObject(kind === null ? [] : [expected]);
}

describe("B05: what cannot be checked", () => {
	test.each(rows)(
		"goes on by default in the end, and the record says that it was not blocked: %s",
		async (_, disturb, request, kind) => {
			const account = new GateAccount("enforce");
			disturb(account);
			expect(await decided(account, request)).toEqual(succeeded);
			expectRecord(account, kind, "failed");
			expect(account.decided.at(-1)).toMatchObject({
				isUnchecked: true,
				reason: expect.stringMatching(/onUnknown is allow$/),
			});
		},
	);

	test.each(rows)("is refused in the end if the policy says so: %s", async (_, disturb, request, kind) => {
		const account = new GateAccount("enforce", { onUnknown: "block" });
		disturb(account);
		expect(await decided(account, request)).toEqual(failed);
		expectRecord(account, kind, "done");
		expect(account.decided.at(-1)).toMatchObject({ isUnchecked: true });
	});

	test.each(rows)("goes on at once in audit mode, even if the policy blocks it: %s", async (_, disturb, request) => {
		const account = new GateAccount("audit", { onUnknown: "block" });
		disturb(account);
		expect(await account.deploy(request)).toEqual(succeeded);
	});

	test.each(temporary)(
		"is recorded in audit mode as well, which shows what does not work yet: %s",
		async (_, disturb, request) => {
			const account = new GateAccount("audit");
			disturb(account);
			expect(await account.deploy(request)).toEqual(succeeded);
			expect(account.records.map(({ record }) => record.outcome)).toEqual(["failed"]);
		},
	);

	test.each(permanent)("is decided at once if AWS would answer the same: %s", async (_, disturb, request) => {
		const account = new GateAccount("enforce");
		disturb(account);
		expect(await account.deploy(request)).toEqual(succeeded);
	});
});

describe("while AWS does not respond", () => {
	test.each(temporary)("a deployment waits, and nothing is recorded or counted: %s", async (_, disturb, request) => {
		const account = new GateAccount("enforce", { onUnknown: "block" });
		account.spread = 0.9;
		disturb(account);
		expect(await account.deploy(request)).toMatchObject({ hookStatus: "IN_PROGRESS", callBackDelay: 28 });
		expect(account.records).toEqual([]);
		expect(account.failures).toEqual([]);
		expect(account.calls).not.toContain("readEnding");
		expect(account.decided).toMatchObject([
			{ awaits: "aws", reason: expect.stringMatching(/^waiting for AWS because /) },
		]);
	});

	test("a deployment goes on as soon as AWS responds", async () => {
		const account = new GateAccount("enforce");
		account.broken.set("addImages", later);
		const reply = await account.deploy();
		account.broken.clear();
		expect(await account.deployAgain(reply)).toEqual(succeeded);
		expect(account.decided.at(-1)).toMatchObject({ outcome: null, reason: "no blocking control fails" });
	});

	test("a deployment is refused at once for what is known already", async () => {
		const account = new GateAccount("enforce", { onUnknown: "block" });
		const readOnlyRoot = { ...account.policy.controls["task-definition/read-only-root"], blocking: true };
		Object.assign(account.policy.controls, { "task-definition/read-only-root": readOnlyRoot });
		account.definition = aTaskDefinition({ revision: 8, containers: [aContainer({ readonlyRootFilesystem: false })] });
		account.broken.set("addImages", later);
		expect(await account.deploy()).toEqual(failed);
	});
});

describe("the end of the wait", () => {
	const unread = () => {
		const account = new GateAccount("enforce");
		account.broken.set("readServiceRevision", later);
		return account;
	};
	const waiting = { hookStatus: "IN_PROGRESS" };

	test("is 15 minutes after the first request, which `hookDetails` carries from one request to the next", async () => {
		const account = unread();
		account.minutes = 100;
		let reply = await account.deploy();
		for (account.minutes = 101; account.minutes < 115; account.minutes += 1) {
			reply = await account.deployAgain(reply);
			expect(reply).toMatchObject(waiting);
		}
		expect(await account.deployAgain(reply)).toEqual(succeeded);
	});

	test("is known to a process that was asked before, if ECS does not pass the details back", async () => {
		const account = unread();
		const ask = account.start();
		expect(await ask()).toMatchObject(waiting);
		account.minutes += maxWaitMinutes - 1;
		expect(await ask()).toMatchObject(waiting);
		account.minutes += 1;
		expect(await ask()).toEqual(succeeded);
	});

	test.each(["RECONCILE_SERVICE", "PRE_SCALE_UP", "POST_SCALE_UP", undefined])(
		"counts from the first request, whatever came before it, such as a manual approval: %s",
		async (lifecycleStage) => {
			const account = new GateAccount("enforce");
			account.broken.set("addImages", later);
			account.minutes = 60;
			expect(await account.deploy({ ...aHookRequest(), lifecycleStage })).toMatchObject(waiting);
		},
	);

	test("is 15 minutes after the first request that the process remembers, if ECS does not pass the details back", async () => {
		const account = unread();
		const processes = [account.start(), account.start(), account.start()];
		const statuses: string[] = [];
		for (account.minutes = 0; account.minutes < 18; account.minutes += 1)
			statuses.push((await processes[account.minutes % 3]?.())?.hookStatus ?? "");
		expect(statuses.slice(0, 15)).not.toContain("SUCCEEDED");
		expect(statuses.slice(15)).toEqual(["SUCCEEDED", "SUCCEEDED", "SUCCEEDED"]);
	});

	test.each<[string, object]>([
		["of another stage", { stage: "POST_SCALE_UP" }],
		["of another deployment", { revision: blue }],
		["before the service revision was created", { since: minutesAfterCreation(-10) }],
		["in the future", { since: minutesAfterCreation(600) }],
		["that is no time", { since: "yesterday" }],
		["that is no text", { since: 5 }],
	])("does not depend on a time %s", async (_, fields) => {
		const account = new GateAccount("enforce");
		account.broken.set("addImages", later);
		const kept = { revision: green, stage: "PRE_SCALE_UP", since: minutesAfterCreation(-0.5), ...fields };
		const request = { ...aHookRequest(), hookDetails: { shipshapeWait: kept } };
		account.minutes = 2 * maxWaitMinutes;
		const ask = account.start();
		expect(await ask(request)).toMatchObject(waiting);
		account.minutes = 3 * maxWaitMinutes;
		expect(await ask(request)).toEqual(succeeded);
	});

	test("keeps what the service configures for the hook", async () => {
		const account = unread();
		const hookDetails = { team: "shop", shipshapeWait: 7 };
		const since = minutesAfterCreation(account.minutes);
		expect(await account.deploy({ ...aHookRequest(), hookDetails })).toMatchObject({
			hookDetails: { team: "shop", shipshapeWait: { revision: green, stage: "PRE_SCALE_UP", since } },
		});
		expect(await account.deploy({ ...aHookRequest(), hookDetails: ["x"] })).toMatchObject(waiting);
	});
});

import { describe, expect, test } from "@jest/globals";
import { TryLaterError } from "../../../core/errors.ts";
import { HookedAccount, receivedAt } from "../../support/resource-hook.ts";
import { aResourceRequest, compliantDefinition, stackId, writableDefinition } from "../../support/resource-requests.ts";

const failing = aResourceRequest(writableDefinition);
const because = ["task-definition/read-only-root"];
const malformed = { ...failing, requestData: null };
const crashing = (account: HookedAccount) => {
	account.controls = null as unknown as typeof account.controls;
};

test("a refusal is recorded with the family, and logged with the reason", async () => {
	const account = new HookedAccount("enforce");
	await account.ask(failing);
	expect(account.calls).toEqual(["readOffSwitch", "sendRecord"]);
	expect(account.records).toEqual([
		{
			subject: expect.objectContaining({ kind: "task-definition", account: "111122223333", family: "web" }),
			record: {
				...{ action: "cloudformation-hook", resource: `${stackId}/Web/7b1c`, revision: 0, because, outcome: "done" },
				...{ at: receivedAt, reason: expect.stringContaining("container app") },
			},
		},
	]);
	expect(account.decided).toMatchObject([
		{ decision: { hookStatus: "FAILED", because }, request: { logicalId: "Web" } },
	]);
});

test("a compliant resource costs no call and no record", async () => {
	const account = new HookedAccount("enforce");
	await account.ask(aResourceRequest(compliantDefinition));
	expect(account.calls).toEqual([]);
});

test.each([
	["of a family whose name CloudFormation generates", aResourceRequest({ ...writableDefinition, Family: undefined })],
	["of a family whose name is not resolved", aResourceRequest({ ...writableDefinition, Family: { Ref: "Name" } })],
])("a refusal %s is only logged", async (_, request) => {
	const account = new HookedAccount("enforce");
	expect(await account.ask(request)).toMatchObject({ hookStatus: "FAILED" });
	expect(account.calls).toEqual(["readOffSwitch"]);
});

test.each([
	["audit", {}, "would-have"],
	["enforce", { protected: ["web"] }, "protected"],
] as const)(
	"B02: in mode %s with %j the resource goes on, and the only call is the record",
	async (mode, block, outcome) => {
		const account = new HookedAccount(mode, block);
		expect(await account.ask(failing)).toMatchObject({ hookStatus: "SUCCESS" });
		expect(account.calls).toEqual(["sendRecord"]);
		expect(account.records).toMatchObject([{ record: { outcome, because } }]);
	},
);

test("nothing is read if the policy switches the hook off", async () => {
	const account = new HookedAccount("enforce", { "cloudformation-hook": false });
	for (const request of [failing, malformed]) {
		expect(await account.ask(request)).toMatchObject({
			...{ hookStatus: "SUCCESS", clientRequestToken: "7b1c" },
			message: "the policy's block.cloudformation-hook is false",
		});
	}
	expect(account.calls).toEqual([]);
});

test("a scope can switch the hook on for some families", async () => {
	const on = { match: { family: ["web"] }, controls: {}, block: { "cloudformation-hook": true } };
	const account = new HookedAccount("enforce", { "cloudformation-hook": false }, { scopes: [on] });
	expect(await account.ask(failing)).toMatchObject({ hookStatus: "FAILED" });
	const other = aResourceRequest({ ...writableDefinition, Family: "api" });
	expect(await account.ask(other)).toMatchObject({ hookStatus: "SUCCESS" });
});

describe("the off switch", () => {
	const saying = (says: Awaited<ReturnType<HookedAccount["offSwitch"]>>) => async () => says;

	test("lets everything go on, and the message and the record say so", async () => {
		const account = new HookedAccount("enforce");
		account.offSwitch = saying({ value: "audit" });
		expect(await account.ask(failing)).toMatchObject({
			hookStatus: "SUCCESS",
			message: expect.stringContaining("is not refused: the parameter /shipshape/off-switch is audit"),
		});
		expect(account.records).toMatchObject([{ record: { outcome: "overridden", because } }]);
	});

	test.each([
		["that cannot be read", saying({ unread: "access was denied" })],
		["that does not answer in time", () => new Promise<never>(() => {})],
		["that fails", async () => Promise.reject(new TypeError("no client"))],
	])("%s is decided about by onUnknown", async (_, offSwitch) => {
		for (const [onUnknown, hookStatus] of [
			["allow", "SUCCESS"],
			["block", "FAILED"],
		] as const) {
			const account = new HookedAccount("enforce", { onUnknown });
			account.offSwitch = offSwitch;
			account.timeUp = new Promise((done) => setImmediate(done));
			expect(await account.ask(failing)).toMatchObject({ hookStatus });
		}
	});
});

describe("B05: what cannot be checked", () => {
	const rows: readonly [string, unknown, (account: HookedAccount) => void, boolean][] = [
		["a malformed request", malformed, () => {}, false],
		["a resource, after a crash", failing, crashing, true],
	];

	test.each(rows)("goes on by default, and is counted as not blocked: %s", async (_, request, disturb, isRecorded) => {
		const account = new HookedAccount("enforce");
		disturb(account);
		expect(await account.ask(request)).toMatchObject({
			...{ hookStatus: "SUCCESS", clientRequestToken: "7b1c" },
			message: expect.stringMatching(/onUnknown is allow$/),
		});
		expect(account.decided).toMatchObject([{ decision: { isUnchecked: true, outcome: "failed" } }]);
		expect(account.failures).toHaveLength(1);
		expect(account.records.map(({ record }) => record.outcome)).toEqual(isRecorded ? ["failed"] : []);
	});

	test.each(rows)("is refused if the policy says so: %s", async (_, request, disturb) => {
		const account = new HookedAccount("enforce", { onUnknown: "block" });
		disturb(account);
		expect(await account.ask(request)).toMatchObject({
			...{ hookStatus: "FAILED", errorCode: "InternalFailure", clientRequestToken: "7b1c" },
			message: expect.stringMatching(/onUnknown is block$/),
		});
	});

	test.each(rows)("goes on in audit mode, even if the policy blocks it: %s", async (_, request, disturb) => {
		const account = new HookedAccount("audit", { onUnknown: "block" });
		disturb(account);
		expect(await account.ask(request)).toMatchObject({ hookStatus: "SUCCESS" });
		expect(account.decided).toMatchObject([{ decision: { outcome: "would-have" } }]);
	});

	test("goes on after a crash if the policy protects the family, even if it blocks", async () => {
		const account = new HookedAccount("enforce", { onUnknown: "block", protected: ["web"] });
		crashing(account);
		expect(await account.ask(failing)).toMatchObject({ hookStatus: "SUCCESS" });
	});
});

test("the answer is the same if its record cannot be written", async () => {
	const account = new HookedAccount("enforce");
	account.sendRecord = async () => Promise.reject(new TryLaterError("the queue did not respond"));
	expect(await account.ask(failing)).toMatchObject({ hookStatus: "FAILED" });
	expect(account.failures).toEqual([expect.stringContaining("the outcome could not be recorded")]);
});

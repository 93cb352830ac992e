import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { HookReply } from "../../../pipeline/deployments/reply.ts";
import { parseHookRequest, shiftsBack } from "../../../pipeline/deployments/request.ts";
import { aHookRequest, GateAccount } from "../../support/gate.ts";

/** What ECS accepts; anything else rolls the deployment back. */
function expectValid(reply: HookReply): void {
	expect(["SUCCEEDED", "FAILED", "IN_PROGRESS"]).toContain(reply.hookStatus);
	if (reply.hookStatus !== "IN_PROGRESS") return;
	expect(Number.isInteger(reply.callBackDelay) && reply.callBackDelay > 0).toBe(true);
	expect(JSON.parse(JSON.stringify(reply.hookDetails))).toEqual(reply.hookDetails);
}

/** Requests in the forms that AWS documents and that handlers were seen to get, with our own values. */
const own = join(import.meta.dirname, "../../support/hook-requests/ecs");
const readOwn = (name: string): unknown => JSON.parse(readFileSync(join(own, `${name}.json`), "utf8"));
const ownNames = readdirSync(own).map((name) => name.replace(/\.json$/, ""));
const [flat, nested, shiftsItBack] = ["flat-", "nested-", "-shifts-back"];

describe("our samples of requests", () => {
	test("are of both forms", () => {
		expect(ownNames.filter((name) => name.startsWith(flat)).length).toBeGreaterThan(1);
		expect(ownNames.filter((name) => name.startsWith(nested)).length).toBeGreaterThan(2);
	});

	test.each(ownNames)("%s is read: the service, the revision, the stage, and whether traffic shifts back", (name) => {
		const request = parseHookRequest(readOwn(name));
		expect(request).toMatchObject({
			cluster: "orders",
			service: "checkout",
			region: "eu-central-1",
			account: "222233334444",
		});
		expect(request.targetServiceRevisionArn).toMatch(/:service-revision\/orders\/checkout\/9134402277153$/);
		expect(request.stage === null).toBe(name.startsWith(flat));
		expect(shiftsBack(request)).toBe(name.endsWith(shiftsItBack));
	});

	test.each(ownNames)(
		"%s is answered: a compliant revision is deployed, one that AWS does not return waits",
		async (name) => {
			const account = new GateAccount("enforce");
			expect(await account.deploy(readOwn(name))).toEqual({ hookStatus: "SUCCEEDED" });
			account.definition = null;
			account.minutes = 0;
			const hookStatus = name.endsWith(shiftsItBack) ? "SUCCEEDED" : "IN_PROGRESS";
			expect(await account.deploy(readOwn(name))).toMatchObject({ hookStatus });
		},
	);
});

const folder = join(import.meta.dirname, "../../../../shared/samples/h-hooks");
const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), "utf8"));
const requests = names.filter((name) => name.includes("-ecs-hook-") && !name.includes("-reply-"));

(names.length > 0 ? describe : describe.skip)("the collected samples", () => {
	test("have requests of ECS", () => {
		expect(requests.length).toBeGreaterThan(2);
	});

	test.each(requests)(
		"%s is read: the service, the revision and the stage, in neither a rollback nor a shift",
		(name) => {
			const request = parseHookRequest(read(name));
			expect(request).toMatchObject({ cluster: "myCluster", service: "myService", region: "us-west-2" });
			expect(request.targetServiceRevisionArn).toMatch(/:service-revision\/myCluster\/myService\/01275892$/);
			expect(shiftsBack(request)).toBe(false);
		},
	);

	test.each(requests)(
		"%s is answered: a compliant revision is deployed, one that AWS does not return waits",
		async (name) => {
			const account = new GateAccount("enforce");
			expect(await account.deploy(read(name))).toEqual({ hookStatus: "SUCCEEDED" });
			account.definition = null;
			account.minutes = 0;
			expect(await account.deploy(read(name))).toMatchObject({ hookStatus: "IN_PROGRESS" });
		},
	);

	test.each(names.filter((name) => !requests.includes(name)))(
		"%s is no request of ECS, and has an answer all the same",
		async (name) => {
			const account = new GateAccount("enforce");
			expect(await account.deploy(read(name))).toEqual({ hookStatus: "SUCCEEDED" });
			expect(account.calls).toEqual([]);
			expect(account.decided).toMatchObject([{ isUnchecked: true }]);
		},
	);
});

test("a request in which anything is missing or of another type has a valid answer without a delay by its fault", async () => {
	const whole = aHookRequest();
	const field = fc.constantFrom(...Object.keys(whole), ...Object.keys(whole.executionDetails), "hookDetails");
	const value = fc.oneof(fc.constant(undefined), fc.jsonValue(), fc.json());
	await fc.assert(
		fc.asyncProperty(fc.array(fc.tuple(field, value), { minLength: 1, maxLength: 4 }), async (changes) => {
			const changed = Object.fromEntries(changes);
			const { executionDetails, ...others } = { ...whole, ...changed };
			const isWhole = typeof executionDetails === "object" && executionDetails !== null;
			const request = { ...others, executionDetails: isWhole ? { ...executionDetails, ...changed } : executionDetails };
			const account = new GateAccount("enforce", { onUnknown: "block" });
			expectValid(await account.deploy(request));
			account.minutes = 0;
			account.serviceRevision = null;
			account.definition = null;
			expectValid(await account.deploy(request));
		}),
	);
});

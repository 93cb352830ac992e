import { expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { judge } from "../../core/judge.ts";
import type { Policy } from "../../core/policy.ts";
import { blockIfRequired } from "../../pipeline/block-revision.ts";
import { aContainer, aTaskDefinition, readAt } from "../support/builders.ts";
import { aControl, aFamily } from "../support/verdicts.ts";
import { aWaiver } from "../support/waivers.ts";

const id = "task-definition/read-only-root";
const control = aControl({ evaluate: () => ({ status: "fail", message: "writable", container: "app" }) });

/** What becomes of the revision 8 of `web`, whose only container writes to its root. */
async function attempt(policy: Partial<Policy>, more: Parameters<typeof aTaskDefinition>[0] = {}) {
	const subject = aFamily();
	if (subject.kind !== "task-definition") throw new TypeError("a family is a task definition");
	const facts = aTaskDefinition({ revision: 8, containers: [aContainer({ readonlyRootFilesystem: false })], ...more });
	const rules = { policy: { ...defaultPolicy, mode: "enforce", ...policy } as const, fingerprint: "r1" };
	const ports = {
		turn: async () => {},
		deregister: async () => ({ outcome: "done" }) as const,
		tag: async () => ({ outcome: "done" }) as const,
		untag: null,
		recordIntent: async () => null,
		offSwitch: { name: "", read: async () => ({ value: "policy" }) as const },
		controls: [control],
		rules,
	};
	const verdicts = judge([control], facts, rules.policy);
	const [done] = await blockIfRequired({ subject, revision: 8, facts, verdicts, begun: null, readAt }, ports);
	return done?.record;
}

const inScope = (family: string, blocking: boolean) => ({
	scopes: [{ match: { family: [family] }, controls: { [id]: { blocking } } }],
});
const blockingEverywhere = { controls: { ...defaultPolicy.controls, [id]: { enabled: true, blocking: true } } };

test.each<[string, Partial<Policy>, string]>([
	["where nothing blocks", {}, "left"],
	["where its scope blocks", inScope("web", true), "done"],
	["where another scope blocks", inScope("api", true), "left"],
	["where everything blocks", blockingEverywhere, "done"],
	["where everything blocks but its scope", { ...blockingEverywhere, ...inScope("web", false) }, "left"],
	["where the failure is waived", { ...blockingEverywhere, waivers: [aWaiver()] }, "left"],
	["where the waiver is over", { ...blockingEverywhere, waivers: [aWaiver({ expires: "2026-11-20" })] }, "done"],
])("a revision that fails %s: %#", async (_, policy, outcome) => {
	expect((await attempt(policy))?.outcome ?? "left").toBe(outcome);
});

test("the record of a block says why a break-glass tag is ignored", async () => {
	const tags = { value: { "shipshape:break-glass": "2026-01-01 jane incident" } };
	const reason = "the tag shipshape:break-glass is ignored: expired on 2026-01-01";
	expect(await attempt(blockingEverywhere, { tags })).toMatchObject({ outcome: "done", reason });
});

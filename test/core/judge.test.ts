import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import type { Control } from "../../core/control.ts";
import { canBlock, isBlocking, judge } from "../../core/judge.ts";
import type { Policy } from "../../core/policy.ts";
import type { CommonSettings } from "../../core/settings.ts";
import { minutes } from "../../core/settings.ts";
import { type Judgement, pass, severities } from "../../core/verdict.ts";
import { aRepository, aTaskDefinition } from "../support/builders.ts";
import { aControl } from "../support/verdicts.ts";

const id = "task-definition/read-only-root";
const policyWith = (settings: Partial<CommonSettings>): Policy => ({
	...defaultPolicy,
	controls: { ...defaultPolicy.controls, [id]: { enabled: true, ...settings } },
});
const judging = (answer: Control["evaluate"], settings: Partial<CommonSettings> = {}) =>
	judge([aControl({ evaluate: answer })], aTaskDefinition(), policyWith(settings));

describe("judging", () => {
	test("fills in what the judgement does not contain", () => {
		expect(judging(() => ({ status: "fail", message: "writable" }))).toEqual([
			{
				control: id,
				subject: aTaskDefinition().arn,
				status: "fail",
				severity: "HIGH",
				message: "writable",
				remediation: "set readonlyRootFilesystem to true",
				field: "readonlyRootFilesystem",
			},
		]);
	});

	test("keeps everything that the judgement contains", () => {
		const judgement: Judgement = {
			status: "fail",
			message: "writable",
			remediation: "do this",
			severity: "LOW",
			container: "app",
			pending: false,
			field: "linuxParameters.tmpfs.1.size",
			fields: { path: "/" },
			vulnerabilities: [{ id: "CVE-2026-0001", severity: "HIGH" }],
		};
		expect(judging(() => judgement)).toEqual([{ ...judgement, control: id, subject: aTaskDefinition().arn }]);
	});

	test("passes the control its facts, its settings and a reader of other controls' settings", () => {
		const facts = aTaskDefinition();
		const policy = policyWith({ severity: "LOW" });
		const seen: unknown[] = [];
		judge([aControl({ evaluate: (...given) => ({ status: "pass", message: `${seen.push(given)}` }) })], facts, policy);
		expect(seen).toEqual([[facts, policy.controls[id], expect.any(Function)]]);
	});

	test("reads the settings of another control from the same policy, or its defaults if the policy has none", () => {
		const other = aControl({ id: "image/scanned", settings: { scanWait: minutes([1, 5], "When.") } });
		const read = (policy: Policy) => {
			const asking = aControl({ evaluate: (_, __, read) => pass(JSON.stringify(read(other))) });
			return judge([asking], aTaskDefinition(), policy)[0]?.message;
		};
		const controls = { "image/scanned": { enabled: false, scanWait: [3] } };
		expect(read({ ...defaultPolicy, controls })).toBe('{"enabled":false,"scanWait":[3]}');
		expect(read({ ...defaultPolicy, controls: {} })).toBe('{"enabled":true,"scanWait":[1,5]}');
	});

	test("gives one verdict for every container, in order", () => {
		const messages = ["one", "two"].map((message) => ({ status: "pass" as const, message, container: message }));
		expect(judging(() => messages).map((verdict) => verdict.container)).toEqual(["one", "two"]);
	});

	test("prefers the policy's severity to the control's and the judgement's", () => {
		const [verdict] = judging(() => ({ status: "fail", message: "x", severity: "CRITICAL" }), { severity: "LOW" });
		expect(verdict?.severity).toBe("LOW");
	});

	test("skips disabled controls and controls on other kinds of subjects", () => {
		expect(judging(() => ({ status: "fail", message: "x" }), { enabled: false })).toEqual([]);
		expect(judge([aControl()], aRepository(), defaultPolicy)).toEqual([]);
		expect(
			judge([aControl({ id: "repository/scan-on-push", on: "repository" })], aRepository(), defaultPolicy),
		).toHaveLength(1);
	});

	test.each([
		[new TypeError("secret detail"), "TypeError"],
		["secret detail", "string"],
		[undefined, "undefined"],
	])("a control that throws %j is unknown without the thrown message, and the others are evaluated", (thrown, name) => {
		const throws = aControl({
			evaluate: () => {
				throw thrown;
			},
		});
		const other = aControl({ id: "task-definition/tmpfs-size" });
		expect(judge([throws, other], aTaskDefinition(), defaultPolicy)).toMatchObject([
			{ control: id, status: "unknown", message: `${id} could not be evaluated (${name})`, severity: "HIGH" },
			{ control: "task-definition/tmpfs-size", status: "pass" },
		]);
	});

	test("a control that returns no judgement is unknown", () => {
		expect(judging(() => [])).toMatchObject([{ status: "unknown", message: `${id} returned no verdict` }]);
	});
});

describe("whether a failure blocks a deployment", () => {
	test.each<[Partial<Control>, boolean | undefined, boolean]>([
		[{}, undefined, false],
		[{ blocking: true }, undefined, true],
		[{}, true, true],
		[{ blocking: true }, false, false],
		[{ blocking: "CRITICAL" }, true, true],
	])("by a control with %j and blocking: %s in the policy", (control, blocking, expected) => {
		const policy = policyWith(blocking === undefined ? {} : { blocking });
		for (const severity of severities) expect(isBlocking(aControl(control), { severity }, policy)).toBe(expected);
	});

	test.each<[Partial<Control>, boolean | undefined, boolean]>([
		[{}, undefined, false],
		[{ blocking: true }, undefined, true],
		[{ blocking: "CRITICAL" }, undefined, true],
		[{ blocking: "CRITICAL" }, false, false],
		[{}, true, true],
	])("by any failure of a control with %j and blocking: %s in the policy", (control, blocking, expected) => {
		const { controls } = policyWith(blocking === undefined ? {} : { blocking });
		expect(canBlock(aControl(control), controls)).toBe(expected);
	});

	test("from the control's blocking severity upwards", () => {
		const control = aControl({ blocking: "MEDIUM" });
		const stopping = severities.filter((severity) => isBlocking(control, { severity }, defaultPolicy));
		expect(stopping).toEqual(["CRITICAL", "HIGH", "MEDIUM"]);
	});
});

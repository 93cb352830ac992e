import { expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { defineControl } from "../../core/control.ts";
import { settingsOf } from "../../core/policy.ts";
import { flag, globs, integer, mapping, severity, severityLimits, share } from "../../core/settings.ts";
import type { Severity } from "../../core/verdict.ts";
import { aControl } from "../support/verdicts.ts";

test("the default policy audits, deregisters on failure, and reports from LOW upwards", () => {
	const { controls, ...rest } = defaultPolicy;
	expect(rest).toEqual({
		mode: "audit",
		scopes: [],
		waivers: [],
		slack: {
			...{ minimumSeverity: "LOW", channel: "", routes: [], unknownAfter: 24, timeZone: "UTC" },
			...{ summary: { every: "never", hour: 9 }, approvers: [], approvalHours: 24 },
		},
		block: {
			...{ deregister: true, tag: false, gate: true, pause: true, "stop-deployment": true, "set-back": false },
			...{ "cloudformation-hook": true, onUnscanned: "allow", onUnknown: "allow", onOtherRegistry: "allow" },
			...{ onPausedFailure: "roll-back", keepFor: 7, protected: [], protectedServices: [], breakGlass: [] },
			breakGlassTag: "shipshape:break-glass",
		},
		sweep: { every: 24 },
	});
	expect(Object.values(controls).some((settings) => "blocking" in settings || "severity" in settings)).toBe(false);
});

test("only the controls of the encryption key and those that a list enables are disabled by default", () => {
	const off = Object.entries(defaultPolicy.controls).flatMap(([id, { enabled }]) => (enabled ? [] : id));
	expect(off).toEqual([
		"capacity-provider/required-tags",
		"cluster/required-tags",
		"repository/customer-managed-key",
		"repository/required-tags",
		"service/required-tags",
		"task-definition/required-tags",
		"task-definition/trusted-registry",
	]);
});

/** Of a control that is not here its own test says the defaults. */
const thresholds: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
	"repository/scan-on-push": { registry: null },
	"repository/tag-immutability": { mutableTags: ["latest", "sha256-*", "buildcache*", "cache-*"] },
	"repository/lifecycle-policy": { releaseTags: ["v*", "release-*"], untaggedDays: 14, keepNewest: 20 },
	"repository/least-privilege": { accounts: [] },
	"image/vulnerabilities": { maximum: { CRITICAL: 0, HIGH: 0 }, ignoreUnfixed: false, undefinedAs: "MEDIUM" },
	"image/scanned": { scanWait: [1, 5, 15] },
	"image/traceable-tag": { patterns: ["git-hash", "semver", "calver"] },
	"task-definition/tmpfs-options": { required: ["noexec", "nosuid", "nodev"] },
	"task-definition/tmpfs-size": { warn: 0.2, maximum: 0.3 },
	"task-definition/tmpfs-target": {
		lastingData: [
			"/data",
			"/var/lib/postgresql",
			"/var/lib/mysql",
			"/var/lib/mongodb",
			"/var/lib/redis",
			"/var/lib/elasticsearch",
			"/var/lib/rabbitmq",
		],
	},
	"task-definition/no-plaintext-secrets": { names: [], values: [], notSecret: [] },
	"task-definition/capabilities": { allowed: [] },
	"task-definition/required-tags": { keys: [] },
	"task-definition/trusted-registry": { registries: [] },
	"service/rollback-ready": { maximumThreshold: 200 },
};

test("the default thresholds are those of the control catalogue", () => {
	const settings = Object.keys(thresholds).map((id) => {
		const { enabled, ...own } = defaultPolicy.controls[id] ?? {};
		return [id, own] as const;
	});
	expect(Object.fromEntries(settings)).toEqual(thresholds);
});

test("a control that is missing in the policy has its defaults", () => {
	const settings = { warn: share(0.2, "When."), names: globs(["a*"], "Which.") };
	const control = defineControl({ ...aControl(), settings, evaluate: () => [] });
	expect(settingsOf({}, control)).toEqual({ enabled: true, warn: 0.2, names: ["a*"] });
	expect(settingsOf({}, aControl({ isOffByDefault: true }))).toEqual({ enabled: false });
	const given = { enabled: false, warn: 0.5, names: [] };
	expect(settingsOf({ [control.id]: given }, control)).toBe(given);
});

test("the settings have the types of their declaration", () => {
	const settings = {
		flag: flag(true, "."),
		severity: severity("LOW", "."),
		number: integer(3, [1, 5], "."),
		limits: severityLimits({ LOW: 1 }, "."),
		mapping: mapping(
			{
				type: { kind: "choice", values: ["A", "B"], description: "." },
				rules: { kind: "list", item: { of: { kind: "minutes", description: "." } }, description: "." },
			},
			".",
		),
	};
	const { id, on, field, title, severity: usual, why, remediation, references } = aControl();
	const texts = { field, title, severity: usual, why, remediation, references, examples: { pass: [], fail: [] } };
	const read = settingsOf({}, defineControl({ id, on, ...texts, settings, evaluate: () => [] }));
	const typed: {
		readonly flag: boolean;
		readonly severity: Severity;
		readonly number: number;
		readonly limits: Readonly<Partial<Record<Severity, number>>>;
		readonly mapping: {
			readonly type: "A" | "B";
			readonly rules: readonly { readonly of: readonly number[] }[];
		} | null;
	} = read;
	expect(typed).toEqual({ enabled: true, flag: true, severity: "LOW", number: 3, limits: { LOW: 1 }, mapping: null });
});

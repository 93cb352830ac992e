import { expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";

test("without a policy everything is judged, nothing is blocked but would be, and nothing is too mild but INFORMATIONAL", () => {
	const { controls, ...rest } = defaultPolicy;
	expect(rest).toEqual({
		mode: "audit",
		scopes: [],
		waivers: [],
		slack: { minimumSeverity: "LOW" },
		block: { deregister: true, onUnknown: "allow", keepFor: 7, protected: [] },
	});
	expect(Object.values(controls).some((settings) => "blocking" in settings || "severity" in settings)).toBe(false);
});

test("only a key that cannot be changed later and registries that nobody has listed are not asked for", () => {
	const off = Object.entries(defaultPolicy.controls).flatMap(([id, { enabled }]) => (enabled ? [] : id));
	expect(off).toEqual(["repository/customer-managed-key", "task-definition/trusted-registry"]);
});

test("the thresholds are those of the control catalogue", () => {
	const settings = Object.entries(defaultPolicy.controls).flatMap(([id, { enabled, ...own }]) =>
		Object.keys(own).length === 0 ? [] : [[id, own] as const],
	);
	expect(Object.fromEntries(settings)).toEqual({
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
		"task-definition/trusted-registry": { registries: [] },
	});
});

import { expect, test } from "@jest/globals";
import { defaultPolicy } from "../../core/policy.ts";

test("without a policy everything is judged, nothing is blocked but would be, and nothing is too mild but INFORMATIONAL", () => {
	const { controls, ...rest } = defaultPolicy;
	expect(rest).toEqual({
		mode: "audit",
		slack: { minimumSeverity: "LOW" },
		block: { deregister: true, onUnknown: "allow", keepFor: 7, protected: [] },
	});
	expect(Object.values(controls).map((settings) => settings.enabled)).toEqual(Array(11).fill(true));
	expect(Object.values(controls).some((settings) => "blocking" in settings || "severity" in settings)).toBe(false);
});

test("the thresholds are those of the control catalogue", () => {
	expect(defaultPolicy.controls).toEqual({
		"repository/scan-on-push": { enabled: true },
		"repository/tag-immutability": { enabled: true, mutableTags: ["latest", "sha256-*", "buildcache*", "cache-*"] },
		"repository/lifecycle-policy": {
			enabled: true,
			releaseTags: ["v*", "release-*"],
			untaggedDays: 14,
			keepNewest: 20,
		},
		"image/vulnerabilities": {
			enabled: true,
			maximum: { CRITICAL: 0, HIGH: 0 },
			ignoreUnfixed: false,
			undefinedAs: "MEDIUM",
		},
		"image/scanned": { enabled: true, scanWait: [1, 5, 15] },
		"task-definition/read-only-root": { enabled: true },
		"task-definition/writable-paths": { enabled: true },
		"task-definition/tmpfs-options": { enabled: true, required: ["noexec", "nosuid", "nodev"] },
		"task-definition/tmpfs-size": { enabled: true, warn: 0.2, maximum: 0.3 },
		"task-definition/tmpfs-target": {
			enabled: true,
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
		"task-definition/tmpfs-supported": { enabled: true },
	});
});

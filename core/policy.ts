import type { Severity } from "./verdict.ts";

/** What every control can be told. */
export interface CommonSettings {
	readonly enabled: boolean;
	/** Replaces the severity that the control gives. */
	readonly severity?: Severity;
	/** Replaces the control's own say on whether a failure stops a deploy. */
	readonly blocking?: boolean;
}

/** Every control with the settings that it reads. Adding a control begins with a line here. */
export interface ControlSettings {
	readonly "repository/scan-on-push": CommonSettings;
	readonly "repository/tag-immutability": CommonSettings & { readonly mutableTags: readonly string[] };
	readonly "repository/lifecycle-policy": CommonSettings & {
		/** Tags that are releases; the ready-made policy keeps them first. */
		readonly releaseTags: readonly string[];
		readonly untaggedDays: number;
		readonly keepNewest: number;
	};
	readonly "image/vulnerabilities": CommonSettings & {
		/** How many of each severity are tolerated; a severity that is not named is not limited. */
		readonly maximum: Readonly<Partial<Record<Severity, number>>>;
		/** Leave out vulnerabilities that nobody has fixed yet. */
		readonly ignoreUnfixed: boolean;
		/** What UNDEFINED (BASIC) and UNTRIAGED (ENHANCED) count as. */
		readonly undefinedAs: Severity;
	};
	readonly "image/scanned": CommonSettings & {
		/** Minutes after the push at which a scan that is not there yet is looked for again; the last one ends the wait. */
		readonly scanWait: readonly number[];
	};
	readonly "task-definition/read-only-root": CommonSettings;
	readonly "task-definition/writable-paths": CommonSettings;
	readonly "task-definition/tmpfs-options": CommonSettings & { readonly required: readonly string[] };
	readonly "task-definition/tmpfs-size": CommonSettings & {
		/** Shares of the memory limit, 0 to 1. */
		readonly warn: number;
		readonly maximum: number;
	};
	readonly "task-definition/tmpfs-target": CommonSettings & { readonly lastingData: readonly string[] };
	readonly "task-definition/tmpfs-supported": CommonSettings;
}

export interface Policy {
	/** `audit` says what it would have done; `enforce` does it. */
	readonly mode: "audit" | "enforce";
	readonly controls: ControlSettings;
	readonly slack: { readonly minimumSeverity: Severity };
	readonly block: {
		/** Deregister a newly registered revision that fails a blocking control. */
		readonly deregister: boolean;
		/** Whether a blocking control that could not be judged stops the deploy too. */
		readonly onUnknown: "allow" | "block";
		/** Days that the findings of a blocked revision stay open when no later revision passes. */
		readonly keepFor: number;
		/** Globs of task definition families that are never blocked. */
		readonly protected: readonly string[];
	};
}

const on = { enabled: true } as const;

export const defaultPolicy: Policy = {
	mode: "audit",
	controls: {
		"repository/scan-on-push": on,
		"repository/tag-immutability": { ...on, mutableTags: ["latest", "sha256-*", "buildcache*", "cache-*"] },
		"repository/lifecycle-policy": {
			...on,
			releaseTags: ["v*", "release-*"],
			untaggedDays: 14,
			keepNewest: 20,
		},
		"image/vulnerabilities": {
			...on,
			maximum: { CRITICAL: 0, HIGH: 0 },
			ignoreUnfixed: false,
			undefinedAs: "MEDIUM",
		},
		"image/scanned": { ...on, scanWait: [1, 5, 15] },
		"task-definition/read-only-root": on,
		"task-definition/writable-paths": on,
		"task-definition/tmpfs-options": { ...on, required: ["noexec", "nosuid", "nodev"] },
		"task-definition/tmpfs-size": { ...on, warn: 0.2, maximum: 0.3 },
		"task-definition/tmpfs-target": {
			...on,
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
		"task-definition/tmpfs-supported": on,
	},
	slack: { minimumSeverity: "LOW" },
	block: { deregister: true, onUnknown: "allow", keepFor: 7, protected: [] },
};

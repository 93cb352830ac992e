import type { Scope } from "./scopes.ts";
import type { Severity } from "./verdict.ts";
import type { Waiver } from "./waivers.ts";

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
	readonly "repository/scan-on-push": CommonSettings & {
		/** How the registry scans, for files that do not say it themselves; null when nobody has said. */
		readonly registry: RegistryScanning | null;
	};
	readonly "repository/tag-immutability": CommonSettings & { readonly mutableTags: readonly string[] };
	readonly "repository/lifecycle-policy": CommonSettings & {
		/** Tags that are releases; the ready-made policy keeps them first. */
		readonly releaseTags: readonly string[];
		readonly untaggedDays: number;
		readonly keepNewest: number;
	};
	readonly "repository/lifecycle-effective": CommonSettings;
	readonly "repository/lifecycle-safe": CommonSettings;
	readonly "repository/no-public-access": CommonSettings;
	readonly "repository/least-privilege": CommonSettings & {
		/** Accounts that are one's own, twelve digits each, beside the one that is deployed to. */
		readonly accounts: readonly string[];
	};
	readonly "repository/customer-managed-key": CommonSettings;
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
	readonly "image/traceable-tag": CommonSettings & {
		/** `git-hash`, `semver`, `calver`, or globs of one's own. */
		readonly patterns: readonly string[];
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
	readonly "task-definition/host-paths": CommonSettings;
	readonly "task-definition/read-only-mounts": CommonSettings;
	readonly "task-definition/not-privileged": CommonSettings;
	readonly "task-definition/non-root-user": CommonSettings;
	readonly "task-definition/no-host-namespaces": CommonSettings;
	readonly "task-definition/no-plaintext-secrets": CommonSettings & {
		/** Globs of further variable names that hold credentials; letter case does not matter. */
		readonly names: readonly string[];
		/** Globs of further values that are credentials. */
		readonly values: readonly string[];
		/** Globs of variable names that hold none, whatever they look like. */
		readonly notSecret: readonly string[];
	};
	readonly "task-definition/logging": CommonSettings;
	readonly "task-definition/efs-in-transit-encryption": CommonSettings;
	readonly "task-definition/capabilities": CommonSettings & {
		/** Capabilities that may be added, with or without `CAP_`. */
		readonly allowed: readonly string[];
	};
	readonly "task-definition/memory-limit": CommonSettings;
	readonly "task-definition/image-pinned": CommonSettings;
	readonly "task-definition/trusted-registry": CommonSettings & {
		/** Globs of registries, or of registry and path: `111122223333.dkr.ecr.*.amazonaws.com`, `public.ecr.aws/docker/*`. */
		readonly registries: readonly string[];
	};
	readonly "task-definition/image-vulnerabilities": CommonSettings;
}

/** As PutRegistryScanningConfiguration takes it. */
export interface RegistryScanning {
	readonly scanType: "BASIC" | "ENHANCED";
	readonly rules: readonly {
		/** SCAN_ON_PUSH, CONTINUOUS_SCAN or MANUAL. */
		readonly scanFrequency: string;
		/** A filter without `*` covers every name that contains it. */
		readonly filters: readonly string[];
	}[];
}

export interface Policy {
	/** `audit` says what it would have done; `enforce` does it. */
	readonly mode: "audit" | "enforce";
	readonly controls: ControlSettings;
	/** In the order of the file: later ones win. */
	readonly scopes: readonly Scope[];
	readonly waivers: readonly Waiver[];
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
		"repository/scan-on-push": { ...on, registry: null },
		"repository/tag-immutability": { ...on, mutableTags: ["latest", "sha256-*", "buildcache*", "cache-*"] },
		"repository/lifecycle-policy": {
			...on,
			releaseTags: ["v*", "release-*"],
			untaggedDays: 14,
			keepNewest: 20,
		},
		"repository/lifecycle-effective": on,
		"repository/lifecycle-safe": on,
		"repository/no-public-access": on,
		"repository/least-privilege": { ...on, accounts: [] },
		"repository/customer-managed-key": { enabled: false },
		"image/vulnerabilities": {
			...on,
			maximum: { CRITICAL: 0, HIGH: 0 },
			ignoreUnfixed: false,
			undefinedAs: "MEDIUM",
		},
		"image/scanned": { ...on, scanWait: [1, 5, 15] },
		"image/traceable-tag": { ...on, patterns: ["git-hash", "semver", "calver"] },
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
		"task-definition/host-paths": on,
		"task-definition/read-only-mounts": on,
		"task-definition/not-privileged": on,
		"task-definition/non-root-user": on,
		"task-definition/no-host-namespaces": on,
		"task-definition/no-plaintext-secrets": { ...on, names: [], values: [], notSecret: [] },
		"task-definition/logging": on,
		"task-definition/efs-in-transit-encryption": on,
		"task-definition/capabilities": { ...on, allowed: [] },
		"task-definition/memory-limit": on,
		"task-definition/image-pinned": on,
		"task-definition/trusted-registry": { enabled: false, registries: [] },
		"task-definition/image-vulnerabilities": on,
	},
	scopes: [],
	waivers: [],
	slack: { minimumSeverity: "LOW" },
	block: { deregister: true, onUnknown: "allow", keepFor: 7, protected: [] },
};

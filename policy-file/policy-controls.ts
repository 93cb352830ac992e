import * as z from "zod";
import type { ControlId } from "../core/control.ts";
import type { ControlSettings } from "../core/policy.ts";
import { choice, flag, globs, partial, severity, share, texts, whole } from "./policy-parts.ts";

const ascending = (minutes: readonly number[]): boolean =>
	minutes.every((minute, index) => index === 0 || minute > (minutes[index - 1] ?? 0));

const atMost = z.union(
	[whole(0, 1_000_000), z.literal("unlimited").transform(() => Number.MAX_SAFE_INTEGER)],
	"a whole number from 0 to 1000000, or unlimited",
);

const common = {
	enabled: flag("Whether the control judges at all."),
	severity: severity("Replaces the severity that the control gives."),
	blocking: flag("Replaces the control's own say on whether a failure stops a deploy."),
};

export type SettingsOf<T> = { readonly [K in keyof Required<T>]: z.ZodType<Required<T>[K]> };

/** A setting that core/policy.ts has and this does not, or the other way round, does not compile. */
export const controlShapes = {
	"repository/scan-on-push": {
		...common,
		registry: z
			.strictObject(
				{
					scanType: choice(["BASIC", "ENHANCED"], "The registry's scan type."),
					rules: z
						.array(
							z.strictObject({
								scanFrequency: choice(["SCAN_ON_PUSH", "CONTINUOUS_SCAN", "MANUAL"], "When the rule scans."),
								filters: globs("Repositories that the rule covers; without * every name that contains the text."),
							}),
							"a list of rules",
						)
						.describe("The rules of the registry's scanning configuration."),
				},
				"a mapping of scanType and rules",
			)
			.describe("How the registry scans, for files that do not say it themselves."),
	},
	"repository/tag-immutability": {
		...common,
		mutableTags: globs("Tags that may move, in a repository whose other tags may not."),
	},
	"repository/lifecycle-policy": {
		...common,
		releaseTags: globs("Tags that are releases; the ready-made policy keeps them first."),
		untaggedDays: whole(1, 3650, "Days after which the ready-made policy expires untagged images."),
		keepNewest: whole(1, 100_000, "How many of the other images the ready-made policy keeps."),
	},
	"repository/lifecycle-effective": common,
	"repository/lifecycle-safe": common,
	"repository/no-public-access": common,
	"repository/least-privilege": {
		...common,
		accounts: texts(/^\d{12}$/, "account ids of twelve digits, in quotes", "Accounts that are one's own."),
	},
	"repository/customer-managed-key": common,
	"image/vulnerabilities": {
		...common,
		maximum: partial(
			{ CRITICAL: atMost, HIGH: atMost, MEDIUM: atMost, LOW: atMost, INFORMATIONAL: atMost },
			"How many of each severity are tolerated. What is not named keeps its default: CRITICAL 0, HIGH 0, others unlimited.",
		),
		ignoreUnfixed: flag("Leave out vulnerabilities that nobody has fixed yet."),
		undefinedAs: severity("What UNDEFINED (BASIC) and UNTRIAGED (ENHANCED) count as."),
	},
	"image/scanned": {
		...common,
		scanWait: z
			.array(whole(1, 1440), "a list of minutes, such as [1, 5, 15]")
			.min(1, "at least one number of minutes")
			.max(10, "at most ten numbers of minutes")
			.refine(ascending, "each number of minutes larger than the one before")
			.describe("Minutes at which a scan that is not there yet is looked for again; the last one ends the wait."),
	},
	"image/traceable-tag": {
		...common,
		patterns: globs("What a traceable tag looks like: git-hash, semver, calver, or globs of one's own."),
	},
	"task-definition/read-only-root": common,
	"task-definition/writable-paths": common,
	"task-definition/tmpfs-options": {
		...common,
		required: texts(/^[a-z]+$/, "mount options, such as noexec", "Mount options that every tmpfs must have."),
	},
	"task-definition/tmpfs-size": {
		...common,
		warn: share("Share of the memory limit above which tmpfs mounts fail with LOW."),
		maximum: share("Share of the memory limit above which tmpfs mounts fail with MEDIUM."),
	},
	"task-definition/tmpfs-target": {
		...common,
		lastingData: texts(/^\/\S/, "absolute paths, such as /data", "Paths that name lasting data."),
	},
	"task-definition/tmpfs-supported": common,
	"task-definition/host-paths": common,
	"task-definition/read-only-mounts": common,
	"task-definition/not-privileged": common,
	"task-definition/non-root-user": common,
	"task-definition/no-host-namespaces": common,
	"task-definition/no-plaintext-secrets": {
		...common,
		names: globs("Further variable names that hold credentials."),
		values: globs("Further values that are credentials."),
		notSecret: globs("Variable names that hold no credentials, whatever they look like."),
	},
	"task-definition/logging": common,
	"task-definition/efs-in-transit-encryption": common,
	"task-definition/capabilities": {
		...common,
		allowed: texts(/^[A-Za-z_]+$/, "capabilities, such as NET_BIND_SERVICE", "Capabilities that may be added."),
	},
	"task-definition/memory-limit": common,
	"task-definition/image-pinned": common,
	"task-definition/trusted-registry": {
		...common,
		registries: globs("Registries that images may come from; listing one turns the control on."),
	},
	"task-definition/image-vulnerabilities": common,
} satisfies { readonly [Id in ControlId]: SettingsOf<ControlSettings[Id]> };

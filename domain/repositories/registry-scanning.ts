import type { RepositoryFacts, ScanningFacts } from "../../core/facts.ts";
import { globMatches } from "../../core/glob.ts";
import { formatUnknown, isUnresolved, type Reading, type Value, wasRead } from "../../core/reading.ts";
import type { Fields } from "../../core/settings.ts";

/** In the form of PutRegistryScanningConfiguration. */
export interface RegistryScanning {
	readonly scanType: "BASIC" | "ENHANCED";
	readonly rules: readonly {
		/** SCAN_ON_PUSH, CONTINUOUS_SCAN or MANUAL. */
		readonly scanFrequency: string;
		/** A filter without `*` covers every name that contains it. */
		readonly filters: readonly string[];
	}[];
}

/** The same, as fields of a policy file. */
export const registryScanningFields = {
	scanType: { kind: "choice", values: ["BASIC", "ENHANCED"], description: "The registry's scan type." },
	rules: {
		kind: "list",
		item: {
			scanFrequency: {
				kind: "choice",
				values: ["SCAN_ON_PUSH", "CONTINUOUS_SCAN", "MANUAL"],
				description: "When the rule scans.",
			},
			filters: {
				kind: "globs",
				description: "The repositories that the rule covers; a filter without * covers every name that contains it.",
			},
		},
		description: "The rules of the registry's scanning configuration.",
	},
} as const satisfies Fields;

/** From the lowest to the highest precedence. */
const frequencies = ["MANUAL", "SCAN_ON_PUSH", "CONTINUOUS_SCAN"];

/**
 * How a registry's scanning configuration applies to one repository; `declared` is the repository's own scan on push.
 * Unread where the answer depends on an unresolved name or flag.
 *
 * A filter without `*` covers every name that contains it; a filter with `*` has to match the whole name. Where several rules
 * cover a repository, continuous scanning takes precedence. A repository that no rule covers is scanned manually under BASIC
 * scanning, and not at all under ENHANCED scanning.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html and image-scanning-enhanced.html,
 * read 2026-11-21.
 */
export function scanningByRegistry(
	{ scanType, rules }: RegistryScanning,
	name: Value<string>,
	declared: Value<boolean>,
): Reading<ScanningFacts> {
	const covering = rules
		.map(({ scanFrequency, filters }) => ({ scanFrequency, filters: filters.filter((filter) => covers(filter, name)) }))
		.filter(({ filters }) => filters.length > 0)
		.toSorted((a, b) => frequencies.indexOf(b.scanFrequency) - frequencies.indexOf(a.scanFrequency));
	const [strongest] = covering;
	const scansOnPush = strongest !== undefined && frequencies.indexOf(strongest.scanFrequency) > 0;
	if (isUnresolved(name) && !scansOnPush && rules.some(({ filters }) => filters.length > 0)) {
		return { unread: `which rules of the registry cover it depends on its name, which is ${formatUnknown(name)}` };
	}
	if (isUnresolved(declared) && !scansOnPush && scanType === "BASIC") {
		return { unread: `its own scan on push is ${formatUnknown(declared)}` };
	}
	const unmatched = scanType === "BASIC" ? "MANUAL" : null;
	return {
		value: {
			scanType,
			scanOnPush: declared === true,
			scanFrequency: strongest?.scanFrequency ?? unmatched,
			appliedFilters: strongest?.filters ?? [],
		},
	};
}

/** An unresolved name is covered with certainty only by a filter that covers every name. */
function covers(filter: string, name: Value<string>): boolean {
	if (isUnresolved(name)) return /^\*+$/.test(filter);
	return filter.includes("*") ? globMatches(filter, name) : name.includes(filter);
}

/**
 * How a repository is scanned: according to AWS or to its own file, or else to the registry configuration in the policy.
 * `declaredScanOnPush` is null where the facts come from AWS; then the policy is not used.
 */
export function effectiveScanning(
	{ name, scanning, declaredScanOnPush }: Pick<RepositoryFacts, "name" | "scanning" | "declaredScanOnPush">,
	registry: RegistryScanning | null,
): Reading<ScanningFacts> {
	if (wasRead(scanning) || declaredScanOnPush === null || registry === null) return scanning;
	return scanningByRegistry(registry, name, declaredScanOnPush);
}

import type { Vulnerability } from "../../core/facts.ts";
import {
	compareSeverity,
	isSeverity,
	type ReportedVulnerability,
	type Severity,
	severities,
} from "../../core/verdict.ts";

export interface CountSettings {
	readonly ignoreUnfixed: boolean;
	readonly undefinedAs: Severity;
}

/** The severity that counts: the policy decides about UNDEFINED, UNTRIAGED and any other value of a scanner. */
export function effectiveSeverity(vulnerability: Vulnerability, undefinedAs: Severity): Severity {
	const severity = vulnerability.severity.toUpperCase();
	return isSeverity(severity) ? severity : undefinedAs;
}

/** The vulnerabilities that count, worst first: without closed and suppressed ones and, if so configured, without those that have no fix. */
export function countedVulnerabilities(
	vulnerabilities: readonly Vulnerability[],
	settings: CountSettings,
): readonly Vulnerability[] {
	return vulnerabilities
		.filter(({ status }) => status !== "CLOSED" && status !== "SUPPRESSED")
		.filter((one) => !settings.ignoreUnfixed || !isUnfixed(one))
		.toSorted(
			(a, b) =>
				compareSeverity(effectiveSeverity(a, settings.undefinedAs), effectiveSeverity(b, settings.undefinedAs)) ||
				Number(b.exploitAvailable) - Number(a.exploitAvailable) ||
				(b.epss ?? 0) - (a.epss ?? 0) ||
				compareText(a.id, b.id) ||
				compareText(a.packageName ?? "", b.packageName ?? ""),
		);
}

const compareText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** Only an explicit NO counts as unfixed; a scanner that reports nothing about fixes may not know of one. */
const isUnfixed = ({ fixAvailable, fixedVersion }: Vulnerability): boolean =>
	fixAvailable === "NO" && fixedVersion === null;

export type SeverityCounts = Readonly<Record<Severity, number>>;

export function countBySeverity(vulnerabilities: readonly Vulnerability[], undefinedAs: Severity): SeverityCounts {
	const counts = { CRITICAL: 0, HIGH: 0, MEDIUM: 0, LOW: 0, INFORMATIONAL: 0 };
	for (const vulnerability of vulnerabilities) counts[effectiveSeverity(vulnerability, undefinedAs)] += 1;
	return counts;
}

/** The severities with more vulnerabilities than the policy tolerates, worst first. */
export function exceededSeverities(
	counts: SeverityCounts,
	maximum: Readonly<Partial<Record<Severity, number>>>,
): readonly Severity[] {
	return severities.filter((severity) => counts[severity] > (maximum[severity] ?? Number.POSITIVE_INFINITY));
}

/** The counts as fields of a finding: `critical`, `high`, … */
export function countFields(counts: SeverityCounts): Readonly<Record<string, string>> {
	return Object.fromEntries(severities.map((severity) => [severity.toLowerCase(), String(counts[severity])]));
}

/** `2 MEDIUM, 1 LOW`, or `no known vulnerability`. */
export function formatCounts(counts: SeverityCounts): string {
	const found = severities.filter((severity) => counts[severity] > 0);
	return found.map((severity) => `${counts[severity]} ${severity}`).join(", ") || "no known vulnerability";
}

/** A vulnerability in the form of a finding; values that the scanner did not report are left out. */
export function toReportedVulnerability(vulnerability: Vulnerability): ReportedVulnerability {
	const { id, severity, packageName, installedVersion, fixedVersion, uri, fixAvailable, epss } = vulnerability;
	return {
		id,
		severity,
		...(packageName === null ? {} : { package: packageName }),
		...(installedVersion === null ? {} : { installed: installedVersion }),
		...(fixedVersion === null ? {} : { fixed: fixedVersion }),
		...(uri === null ? {} : { uri }),
		...(fixAvailable === null ? {} : { fixAvailable }),
		exploitAvailable: vulnerability.exploitAvailable,
		...(epss === null ? {} : { epss }),
	};
}

/** `CVE-2026-0001 in openssl 3.0.1 (fixed in 3.0.2)`. */
export function vulnerabilityText({ id, packageName, installedVersion, fixedVersion }: Vulnerability): string {
	const where =
		packageName === null ? "" : ` in ${[packageName, installedVersion].filter((part) => part !== null).join(" ")}`;
	return `${id}${where}${fixedVersion === null ? "" : ` (fixed in ${fixedVersion})`}`;
}

import type { Vulnerability } from "../../core/facts.ts";
import { formatList } from "../../core/text.ts";
import { fail, type Judgement, reportableVulnerabilities, type Severity } from "../../core/verdict.ts";
import {
	type CountSettings,
	countBySeverity,
	effectiveSeverity,
	toReportedVulnerability,
	vulnerabilityText,
} from "./vulnerabilities.ts";

export interface Tolerance extends CountSettings {
	readonly maximum: Readonly<Partial<Record<Severity, number>>>;
}

/** Fails an image (`name`) that exceeds the tolerated number of vulnerabilities in some severities. Both lists are sorted worst first. */
export function failTooManyVulnerabilities(
	name: string,
	found: readonly Vulnerability[],
	exceededSeverities: readonly [Severity, ...Severity[]],
	settings: Tolerance,
): Judgement {
	const counts = countBySeverity(found, settings.undefinedAs);
	const excess = exceededSeverities.map(
		(severity) => `${counts[severity]} ${severity} (the policy allows ${settings.maximum[severity]})`,
	);
	const isOffending = (one: Vulnerability) => exceededSeverities.includes(effectiveSeverity(one, settings.undefinedAs));
	const offending = found.filter(isOffending);
	const reported = [
		...offending.map((one) => ({ ...toReportedVulnerability(one), isExcess: true as const })),
		...found.filter((one) => !isOffending(one)).map(toReportedVulnerability),
	];
	return fail(`${name} has ${excess.join(", ")}: ${formatList(offending.map(vulnerabilityText), 3)}`, {
		severity: exceededSeverities[0],
		remediation: remediationFor(offending),
		vulnerabilities: reportableVulnerabilities(reported),
	});
}

/** Lists the packages to update with their fixed versions, and the vulnerabilities without a fix. */
function remediationFor(offending: readonly Vulnerability[]): string {
	const updates = offending.flatMap(({ packageName, fixedVersion }) =>
		packageName === null || fixedVersion === null ? [] : [`${packageName} to ${fixedVersion}`],
	);
	const unfixed = offending.flatMap(({ id, fixedVersion }) => (fixedVersion === null ? [id] : []));
	const sentences = [
		...(updates.length > 0 ? [`Update ${formatList([...new Set(updates)])}, and deploy the new image.`] : []),
		...(unfixed.length > 0
			? [
					`For ${formatList([...new Set(unfixed)], 3)} the scanner names no fixed version: rebuild on a newer base image, or remove the package.`,
				]
			: []),
	];
	return sentences.join(" ");
}

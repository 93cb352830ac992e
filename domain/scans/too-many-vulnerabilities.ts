import type { Vulnerability } from "../../core/facts.ts";
import { listed } from "../../core/text.ts";
import { fail, type Judgement, type Severity } from "../../core/verdict.ts";
import { type CountSettings, countBySeverity, rankOf, reported, vulnerabilityText } from "./vulnerabilities.ts";

export interface Tolerance extends CountSettings {
	readonly maximum: Readonly<Partial<Record<Severity, number>>>;
}

/** So many of them go into a finding. */
const maxReported = 20;

/** The failure of an image (`name`) with more vulnerabilities than tolerated in these severities, worst first in both lists. */
export function tooMany(
	name: string,
	found: readonly Vulnerability[],
	over: readonly [Severity, ...Severity[]],
	settings: Tolerance,
): Judgement {
	const counts = countBySeverity(found, settings.undefinedAs);
	const excess = over.map((severity) => `${counts[severity]} ${severity} (at most ${settings.maximum[severity]})`);
	const blamed = found.filter((one) => over.includes(rankOf(one, settings.undefinedAs)));
	return fail(`${name} has ${excess.join(", ")}: ${listed(blamed.map(vulnerabilityText), 3)}`, {
		severity: over[0],
		remediation: mending(blamed),
		vulnerabilities: found.slice(0, maxReported).map(reported),
	});
}

/** Which packages to take to which versions, and what is left when nobody has fixed them. */
function mending(blamed: readonly Vulnerability[]): string {
	const updates = blamed.flatMap(({ packageName, fixedVersion }) =>
		packageName === null || fixedVersion === null ? [] : [`${packageName} to ${fixedVersion}`],
	);
	const unfixed = blamed.flatMap(({ id, fixedVersion }) => (fixedVersion === null ? [id] : []));
	const sentences = [
		...(updates.length > 0 ? [`Update ${listed([...new Set(updates)])}, and deploy the new image.`] : []),
		...(unfixed.length > 0
			? [
					`For ${listed([...new Set(unfixed)], 3)} the scanner names no fixed version: rebuild on a newer base image, or remove the package.`,
				]
			: []),
	];
	return sentences.join(" ");
}

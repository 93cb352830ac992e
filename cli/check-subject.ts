import { controls } from "../controls/index.ts";
import type { Facts } from "../core/facts.ts";
import { judge } from "../core/judge.ts";
import { type Policy, settingsOf } from "../core/policy.ts";
import { policyFor } from "../core/scopes.ts";
import type { FileSubject } from "../readers/reader.ts";
import type { LocatedVerdict } from "./check-result.ts";
import { mergeAlternatives } from "./merge-alternatives.ts";

/**
 * Checks a subject of a file: one verdict per control and container, each with its location. Finding locations takes longer
 * than evaluating controls, so without `allLocations` verdicts that pass or do not apply get the start of the file.
 */
export function checkSubject(
	{ facts, address, alternatives = [], onlyField, positionOf, existsOnlyIf, inFileTerms = unchanged }: FileSubject,
	file: string,
	policy: Policy,
	allLocations: boolean,
): readonly LocatedVerdict[] {
	const applicable = onlyField === undefined ? controls : controls.filter(({ field }) => field === onlyField);
	const part = facts.arn.startsWith(`${file}#`) ? facts.arn.slice(file.length + 1) : null;
	const named = address ?? part;
	const verdicts = (alternatives.length > 0 ? alternatives : [facts]).map((alternative) =>
		judge(applicable, alternative, policy),
	);
	// A failure makes the command fail, unless the policy sets blocking: false for its control.
	const own = policyFor(policy, facts).controls;
	const blocking = new Set(
		applicable.filter((control) => settingsOf(own, control).blocking !== false).map(({ id }) => id),
	);
	const startOfFile = { file, line: 1, column: 1 };
	return mergeAlternatives(verdicts).map((verdict): LocatedVerdict => {
		const { control, subject, container, status, severity, message, remediation, field } = verdict;
		const { waiver, waivers, needsAws } = verdict;
		const base = {
			control,
			subject,
			...nameOf(facts),
			...(named === null ? {} : { address: named }),
			...(container === undefined ? {} : { container }),
			status,
			severity,
			message: existsOnlyIf === undefined ? message : `${message}; ${existsOnlyIf}`,
			part,
			...(waivers === undefined ? {} : { waivers }),
			...(needsAws === true && { needsAws }),
		};
		if (!allLocations && (status === "pass" || status === "not-applicable")) {
			return { ...base, location: startOfFile, remediation, blocks: false };
		}
		return {
			...base,
			location: { file, ...positionOf(field, container) },
			remediation: inFileTerms(remediation),
			...(waiver === undefined ? {} : { waiver }),
			blocks: status === "fail" && blocking.has(control),
		};
	});
}

/** Of other kinds, no file is read. */
function nameOf(facts: Facts): Pick<LocatedVerdict, "name"> {
	if (facts.kind === "task-definition") return { name: facts.family };
	return facts.kind === "repository" ? { name: facts.name } : {};
}

const unchanged = (remediation: string): string => remediation;

import { controls } from "../controls/index.ts";
import { judge } from "../core/judge.ts";
import { mergeAlternatives } from "../core/merge-alternatives.ts";
import { type Policy, settingsOf } from "../core/policy.ts";
import { policyFor } from "../core/scopes.ts";
import type { FileSubject } from "../readers/reader.ts";
import type { LocatedVerdict } from "./judged.ts";

/**
 * Judges a subject of a file: one verdict for every control and container, each with the place that it is about. Looking
 * for places takes longer than judging: without `everyPlace` only what a reader has to look at gets its own.
 */
export function judgeSubject(
	{ facts, alternatives = [], onlyField, place, inItsWords = asItIs }: FileSubject,
	file: string,
	policy: Policy,
	everyPlace: boolean,
): readonly LocatedVerdict[] {
	const asked = onlyField === undefined ? controls : controls.filter(({ field }) => field === onlyField);
	const part = facts.arn.startsWith(`${file}#`) ? facts.arn.slice(file.length + 1) : null;
	const ways = (alternatives.length > 0 ? alternatives : [facts]).map((way) => judge(asked, way, policy));
	// A failure makes the command fail, unless the policy says of its control that it stops nothing.
	const own = policyFor(policy, facts).controls;
	const stopping = new Set(asked.filter((control) => settingsOf(own, control).blocking !== false).map(({ id }) => id));
	const nowhere = { file, line: 1, column: 1 };
	return mergeAlternatives(ways).map((verdict): LocatedVerdict => {
		const { control, subject: name, container, status, severity, message, remediation, field } = verdict;
		const { waiver, waivers } = verdict;
		const base = {
			control,
			subject: name,
			...(container === undefined ? {} : { container }),
			status,
			severity,
			message,
			part,
			...(waivers === undefined ? {} : { waivers }),
		};
		if (!everyPlace && (status === "pass" || status === "not-applicable")) {
			return { ...base, location: nowhere, remediation, blocks: false };
		}
		return {
			...base,
			location: { file, ...place(field, container) },
			remediation: inItsWords(remediation),
			...(waiver === undefined ? {} : { waiver }),
			blocks: status === "fail" && stopping.has(control),
		};
	});
}

const asItIs = (advice: string): string => advice;

import { controls } from "../controls/index.ts";
import type { Facts } from "../core/facts.ts";
import { judge } from "../core/judge.ts";
import { settingsOf } from "../core/policy.ts";
import { policyFor } from "../core/scopes.ts";
import { truncate } from "../core/text.ts";
import type { Ignore } from "../readers/ignore.ts";
import type { FileSubject } from "../readers/reader.ts";
import type { LocatedVerdict } from "./check-result.ts";
import { mergeAlternatives } from "./merge-alternatives.ts";
import type { LoadedPolicy } from "./policy-file.ts";

interface HowToJudge extends Pick<LoadedPolicy, "policy" | "pathInPolicy"> {
	/** The controls that are judged. Absent: all. */
	readonly judges?: (control: string) => boolean;
}

/**
 * Checks a subject of a file: one verdict per control and container, each with its location. Finding locations takes longer
 * than evaluating controls, so without `allLocations` verdicts that pass or do not apply get the start of the file.
 */
export function checkSubject(
	subject: FileSubject,
	file: string,
	{ policy, pathInPolicy, judges = () => true }: HowToJudge,
	allLocations: boolean,
): readonly LocatedVerdict[] {
	const { facts, address, alternatives = [], onlyField, positionOf, existsOnlyIf } = subject;
	const { inFileTerms = unchanged, ignores = [] } = subject;
	const applicable = controls.filter(({ id, field }) => (onlyField === undefined || field === onlyField) && judges(id));
	const part = facts.arn.startsWith(`${file}#`) ? facts.arn.slice(file.length + 1) : null;
	// Waivers name files from the folder of the policy.
	const arn = pathInPolicy(facts.arn);
	const named = address ?? part;
	const verdicts = (alternatives.length > 0 ? alternatives : [facts]).map((alternative) =>
		judge(applicable, { ...alternative, arn }, policy),
	);
	// A failure makes the command fail, unless the policy sets blocking: false for its control.
	const own = policyFor(policy, facts).controls;
	const blocking = new Set(
		applicable.filter((control) => settingsOf(own, control).blocking !== false).map(({ id }) => id),
	);
	const startOfFile = { file, line: 1, column: 1 };
	return mergeAlternatives(verdicts).map((verdict): LocatedVerdict => {
		const { control, container, status, severity, message, remediation, field } = verdict;
		const { waiver, waivers, needsAws } = verdict;
		const base = {
			control,
			subject: facts.arn,
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
		const located = {
			...base,
			location: { file, ...positionOf(field, container) },
			remediation: inFileTerms(remediation),
			...(waiver === undefined ? {} : { waiver }),
			blocks: status === "fail" && blocking.has(control),
		};
		return applyIgnores(located, ignores);
	});
}

/** A failure that the file itself accepts is waived. An unknown verdict stays unknown. */
function applyIgnores(verdict: LocatedVerdict, ignores: readonly Ignore[]): LocatedVerdict {
	const { control, container, location, status, message } = verdict;
	const covering = ignores.filter((one) => one.control === control && one.covers(container, location));
	const [first] = covering;
	if (first === undefined) return verdict;
	const { at, reason } = first;
	const marked = { ...verdict, ignoredBy: covering.map(({ key }) => key) };
	if (status !== "fail") return marked;
	return {
		...marked,
		status: "waived",
		message: `${message}; ignored in ${at.file}:${at.line}: ${truncate(reason, 300)}`,
		ignore: { reason, location: { file: at.file, line: at.line, column: at.column } },
		blocks: false,
	};
}

/** Of other kinds, no file is read. */
function nameOf(facts: Facts): Pick<LocatedVerdict, "name"> {
	if (facts.kind === "task-definition") return { name: facts.family };
	return facts.kind === "repository" ? { name: facts.name } : {};
}

const unchanged = (remediation: string): string => remediation;

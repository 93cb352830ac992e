import { toSingleLine, truncate } from "../../core/text.ts";
import { compareVerdicts, type Severity } from "../../core/verdict.ts";
import { allVerdicts, type CheckResult, type LocatedVerdict, type UnreadInput } from "../check-result.ts";
import { fingerprinter } from "./fingerprints.ts";
import { toSafeJson } from "./json.ts";
import type { FormatOptions } from "./options.ts";
import { pathFrom } from "./paths.ts";
import { type SharedReason, sharedControlsText, sharedReasonText, takeSharedReasons } from "./shared-reasons.ts";

/** https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
interface Issue {
	readonly description: string;
	readonly check_name: string;
	readonly fingerprint: string;
	readonly severity: "info" | "minor" | "major" | "critical" | "blocker";
	readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

const severities: Readonly<Record<Severity, Issue["severity"]>> = {
	CRITICAL: "blocker",
	HIGH: "critical",
	MEDIUM: "major",
	LOW: "minor",
	INFORMATIONAL: "info",
};

const maxDescription = 1_000;

/** A code quality report for GitLab: what could not be read, then failures and unknown verdicts, the worst first, then what is unknown to several controls. */
export function* gitlab(result: CheckResult, options: FormatOptions): Generator<string> {
	const identify = fingerprinter(options);
	// GitLab drops all but the first issue of a fingerprint.
	const fingerprintOf = (one: Parameters<typeof identify>[0]): string => {
		const { hash, occurrence } = identify(one);
		return occurrence === 1 ? hash : `${hash}:${occurrence}`;
	};
	const { shared, others } = takeSharedReasons(allVerdicts(result));
	const reported = others.filter(({ status }) => status === "fail" || status === "unknown");
	const findings = [
		...result.unread.map(toFinding),
		...reported.toSorted(compareVerdicts).map(verdictFinding),
		...shared.map(sharedFinding),
	];
	yield "[";
	let separator = "\n";
	for (const one of findings) {
		const { description, severity, ...about } = one;
		const issue: Issue = {
			description: truncate(toSingleLine(description), maxDescription),
			check_name: about.control,
			fingerprint: fingerprintOf(about),
			severity,
			location: { path: pathFrom(options, about.location.file), lines: { begin: about.location.line } },
		};
		yield `${separator}${toSafeJson(issue)}`;
		separator = ",\n";
	}
	yield "\n]\n";
}

interface Finding
	extends Pick<Issue, "description" | "severity">,
		Pick<LocatedVerdict, "control" | "part" | "location"> {
	readonly container?: string;
}

function verdictFinding(verdict: LocatedVerdict): Finding {
	const { control, part, location, container, status, severity, message, remediation, address } = verdict;
	const of = address === undefined ? "" : `${address}: `;
	return {
		description: status === "fail" ? `${of}${message}. ${remediation}` : `${of}unknown: ${message}. ${remediation}`,
		severity: status === "fail" ? severities[severity] : "info",
		control,
		part,
		location,
		...(container === undefined ? {} : { container }),
	};
}

function sharedFinding(shared: SharedReason): Finding {
	const { part, location, address } = shared.verdict;
	const of = address === undefined ? "" : `${address}: `;
	return {
		description: `${of}${sharedReasonText(shared)}. ${sharedControlsText(shared)}`,
		severity: "info",
		control: "several-controls",
		part,
		location,
	};
}

const toFinding = ({ path, at, text, extent }: UnreadInput): Finding => ({
	description: `not checked: ${text}`,
	severity: extent === "file" ? "critical" : "major",
	control: "not-checked",
	part: text,
	location: { file: path, line: at?.line ?? 1, column: at?.column ?? 1 },
});

import { allVerdicts, type CheckResult, countByStatus, type LocatedVerdict } from "../check-result.ts";
import type { FileVerdict, VerdictReport } from "../verdicts.d.ts";

/** The JSON format (`VerdictReport`), one verdict per line, so that two reports can be compared with diff. */
export function* json(result: CheckResult): Generator<string> {
	const verdicts = allVerdicts(result);
	const { schemaVersion, summary }: Omit<VerdictReport, "verdicts"> = {
		schemaVersion: "1",
		summary: countByStatus(verdicts),
	};
	yield `{\n"schemaVersion": ${toSafeJson(schemaVersion)},\n"summary": ${toSafeJson(summary)},\n"verdicts": [`;
	let separator = "\n";
	for (const verdict of verdicts) {
		yield `${separator}${toSafeJson(toPublic(verdict))}`;
		separator = ",\n";
	}
	yield "\n]\n}\n";
}

/** A verdict with its public fields. */
export function toPublic(verdict: LocatedVerdict): FileVerdict {
	const {
		control,
		subject,
		name,
		location,
		container,
		status,
		severity,
		message,
		remediation,
		waiver,
		ignore,
		inBaseline,
	} = verdict;
	return {
		control,
		subject,
		...(name === undefined ? {} : { name }),
		location,
		...(container === undefined ? {} : { container }),
		status,
		severity,
		message,
		remediation,
		...(waiver === undefined ? {} : { waiver }),
		...(ignore === undefined ? {} : { ignore }),
		...(inBaseline === undefined ? {} : { inBaseline }),
	};
}

const risky = /[\u007f-\u009f\u00ad\u061c\u180e\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|#(?=#)/g;

/** JSON in which the characters that a terminal or a CI log would interpret are escaped; the data is unchanged. `indent`: spaces for each level. */
export function toSafeJson(value: unknown, indent = 0): string {
	return JSON.stringify(value, null, indent).replace(
		risky,
		(one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
	);
}

import { countsOf, everyVerdict, type Judged, type LocatedVerdict } from "../judged.ts";
import type { FileVerdict, VerdictReport } from "../verdicts.d.ts";

/** The JSON form of controls.md, one verdict a line, so that two reports can be compared. */
export function* json(judged: Judged): Generator<string> {
	const verdicts = everyVerdict(judged);
	const { schemaVersion, summary }: Omit<VerdictReport, "verdicts"> = {
		schemaVersion: "1",
		summary: countsOf(verdicts),
	};
	yield `{\n"schemaVersion": ${inJson(schemaVersion)},\n"summary": ${inJson(summary)},\n"verdicts": [`;
	let before = "\n";
	for (const verdict of verdicts) {
		yield `${before}${inJson(publicOf(verdict))}`;
		before = ",\n";
	}
	yield "\n]\n}\n";
}

function publicOf(verdict: LocatedVerdict): FileVerdict {
	const { control, subject, location, container, status, severity, message, remediation, waiver } = verdict;
	return {
		control,
		subject,
		location,
		...(container === undefined ? {} : { container }),
		status,
		severity,
		message,
		remediation,
		...(waiver === undefined ? {} : { waiver }),
	};
}

const risky = /[\u007f-\u009f\u00ad\u061c\u180e\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|#(?=#)/g;

/** JSON that a terminal and the log of a CI job show as it is: the same data, with escapes for what they would act on. */
export function inJson(value: unknown): string {
	return JSON.stringify(value).replace(risky, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

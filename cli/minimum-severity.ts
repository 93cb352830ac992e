import { compareSeverity, type Severity } from "../core/verdict.ts";
import type { CheckedFile, CheckResult, LocatedVerdict } from "./check-result.ts";
import { formatCount } from "./formats/summary.ts";

/** Whether a verdict is at least as severe; an unknown one always is, because it may turn out worse than its control. */
export const isAtLeast = (minimum: Severity | null, { status, severity }: LocatedVerdict): boolean =>
	minimum === null || (status !== "fail" && status !== "waived") || compareSeverity(severity, minimum) <= 0;

/** A result without the failures below a severity; how many there are is in the closing line. */
export function withMinimumSeverity(result: CheckResult, minimum: Severity | null): CheckResult {
	let failures = 0;
	const isKept = (verdict: LocatedVerdict): boolean => {
		const isEnough = isAtLeast(minimum, verdict);
		if (!isEnough && verdict.status === "fail") failures++;
		return isEnough;
	};
	const files = result.files.map((file): CheckedFile => ({ ...file, verdicts: file.verdicts.filter(isKept) }));
	if (failures === 0) return { ...result, files };
	const text = `${formatCount(failures, "failure")} below ${minimum} left out by --severity`;
	return { ...result, files, leftOut: [...(result.leftOut ?? []), text] };
}

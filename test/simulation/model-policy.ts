import type { Expectation } from "./expectation.ts";
import type { Services } from "./services.ts";

const dayMs = 86_400_000;

/** A control that is off has no open finding, and a failure that is waived is reported as such until the day ends. */
export function withPolicy(expected: Expectation, { policy, clock }: Services): Expectation {
	const { arn, control, allowed, explainedBy } = expected;
	const isEnabled = (id: string): boolean => policy.controls[id]?.enabled === true;
	if (!isEnabled(control)) return { ...expected, allowed: ["off"] };
	if (explainedBy !== undefined && !isEnabled(explainedBy)) return { arn, control, allowed };
	return isWaived(control, [arn], { policy, clock })
		? { ...expected, allowed: allowed.map((end) => (end === "fail" ? "waived" : end)) }
		: expected;
}

/** Whether a waiver of a control that has not ended names one of these. */
export function isWaived(
	control: string,
	names: readonly string[],
	{ policy, clock }: Pick<Services, "policy" | "clock">,
): boolean {
	return policy.waivers.some(
		(waiver) =>
			waiver.control === control && names.includes(waiver.resource) && clock.time < Date.parse(waiver.expires) + dayMs,
	);
}

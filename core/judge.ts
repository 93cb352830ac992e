import type { Control } from "./control.ts";
import type { Facts } from "./facts.ts";
import { type Policy, type PolicyControls, settingsOf } from "./policy.ts";
import { policyFor } from "./scopes.ts";
import { compareSeverity, type Judgement, unknown, type Verdict } from "./verdict.ts";
import { applyWaivers } from "./waivers.ts";

/**
 * Evaluates every enabled control on one subject's facts with the policy's settings for that subject, and applies the
 * waivers. A control that throws is `unknown`; the others are still evaluated.
 */
export function judge(controls: readonly Control[], facts: Facts, policy: Policy): Verdict[] {
	const own = policyFor(policy, facts);
	return controls
		.filter((control) => control.on === facts.kind)
		.filter((control) => settingsOf(own.controls, control).enabled || own.undecided?.has(control.id) === true)
		.flatMap((control) => {
			const because = own.undecided?.get(control.id);
			const judgeFacts = (given: Facts) =>
				(because === undefined ? judgementsOf(control, given, own) : [unknown(because)]).map((one) =>
					verdictOf(control, facts, one, own),
				);
			return applyWaivers(control, facts, judgeFacts(facts), policy.waivers, judgeFacts);
		});
}

/** Whether a failure of a control blocks a deployment: by the subject's policy (`policyFor`), otherwise by the control's default. */
export function isBlocking(control: Control, verdict: Pick<Verdict, "severity">, policy: Policy): boolean {
	const chosen = settingsOf(policy.controls, control).blocking;
	if (chosen !== undefined) return chosen;
	if (control.blocking === undefined) return false;
	return control.blocking === true || compareSeverity(verdict.severity, control.blocking) <= 0;
}

/** Whether any failure of a control can block a deployment with these settings. */
export function canBlock(control: Control, controls: PolicyControls): boolean {
	return settingsOf(controls, control).blocking ?? control.blocking !== undefined;
}

function judgementsOf(control: Control, facts: Facts, policy: Policy): readonly Judgement[] {
	try {
		const settings = settingsOf(policy.controls, control);
		const answer = control.evaluate(facts, settings, (other) => settingsOf(policy.controls, other));
		const all: readonly Judgement[] = Array.isArray(answer) ? answer : [answer];
		return all.length > 0 ? all : [{ status: "unknown", message: `${control.id} returned no verdict` }];
	} catch (error) {
		const name = error instanceof Error ? error.name : typeof error;
		return [{ status: "unknown", message: `${control.id} could not be evaluated (${name})` }];
	}
}

function verdictOf(control: Control, facts: Facts, judgement: Judgement, policy: Policy): Verdict {
	const inDocker = "engine" in facts && facts.engine === "docker" ? control.dockerRemediation : undefined;
	return {
		...judgement,
		control: control.id,
		subject: facts.arn,
		severity: settingsOf(policy.controls, control).severity ?? judgement.severity ?? control.severity,
		remediation: judgement.remediation ?? inDocker ?? control.remediation,
		field: judgement.field ?? control.field,
	};
}

import type { Control, ControlId } from "./control.ts";
import type { Facts, FactsByKind } from "./facts.ts";
import type { Policy } from "./policy.ts";
import { scopedPolicy } from "./scopes.ts";
import { compareSeverity, type Judgement, unknown, type Verdict } from "./verdict.ts";
import { withWaivers } from "./waivers.ts";

/**
 * Every enabled control on one subject's facts, by the policy's settings for that subject, with its waivers applied.
 * A control that throws is `unknown`; the others still judge.
 */
export function judge(controls: readonly Control[], facts: Facts, policy: Policy): Verdict[] {
	const { policy: own, undecided } = scopedPolicy(policy, facts);
	return controls
		.filter(({ on, id }) => on === facts.kind && (own.controls[id].enabled || undecided.has(id)))
		.flatMap((control) => {
			const because = undecided.get(control.id);
			const verdictsOn = (asked: Facts) =>
				(because === undefined ? judgementsOf(control, asked, own) : [unknown(because)]).map((one) =>
					verdictOf(control, facts.arn, one, own),
				);
			return withWaivers(control.id, facts, verdictsOn(facts), policy.waivers, verdictsOn);
		});
}

/** Whether the failure of a control stops a deploy, by the subject's policy (`policyFor`) first and the control's own say second. */
export function isBlocking(control: Control, verdict: Pick<Verdict, "severity">, policy: Policy): boolean {
	const chosen = policy.controls[control.id].blocking;
	if (chosen !== undefined) return chosen;
	if (control.blocking === undefined) return false;
	return control.blocking === true || compareSeverity(verdict.severity, control.blocking) <= 0;
}

function judgementsOf(control: Control, facts: Facts, policy: Policy): readonly Judgement[] {
	try {
		const answer = evaluateWith(control, facts, policy);
		const all: readonly Judgement[] = Array.isArray(answer) ? answer : [answer];
		return all.length > 0 ? all : [{ status: "unknown", message: `${control.id} gave no verdict` }];
	} catch (error) {
		const name = error instanceof Error ? error.name : typeof error;
		return [{ status: "unknown", message: `${control.id} could not judge these facts (${name})` }];
	}
}

/** `on` was compared with the facts' kind just before: the one place where the pairing of the two is stated to the compiler. */
function evaluateWith<Id extends ControlId>(control: Control, facts: Facts, policy: Policy) {
	const matching = control as Control<keyof FactsByKind, Id>;
	return matching.evaluate(facts as never, policy.controls[matching.id], policy.controls);
}

function verdictOf(control: Control, subject: string, judgement: Judgement, policy: Policy): Verdict {
	return {
		...judgement,
		control: control.id,
		subject,
		severity: policy.controls[control.id].severity ?? judgement.severity ?? control.severity,
		remediation: judgement.remediation ?? control.remediation,
		field: judgement.field ?? control.field,
	};
}

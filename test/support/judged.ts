import type { Control, ControlId } from "../../core/control.ts";
import type { Facts } from "../../core/facts.ts";
import { judge } from "../../core/judge.ts";
import { type ControlSettings, defaultPolicy } from "../../core/policy.ts";
import type { Verdict } from "../../core/verdict.ts";

/** What a control says about facts, under the default policy with some settings of it changed. */
export function judged<Id extends ControlId>(
	control: Control & { readonly id: Id },
	facts: Facts,
	settings: Partial<ControlSettings[Id]> = {},
): readonly Verdict[] {
	const { id } = control;
	const own = { ...defaultPolicy.controls[id], ...settings };
	return judge([control], facts, { ...defaultPolicy, controls: { ...defaultPolicy.controls, [id]: own } });
}

/** The same as `status SEVERITY message`, one for every verdict: short enough for a table. */
export function told<Id extends ControlId>(
	control: Control & { readonly id: Id },
	facts: Facts,
	settings: Partial<ControlSettings[Id]> = {},
): readonly string[] {
	return judged(control, facts, settings).map(({ status, severity, message }) => `${status} ${severity} ${message}`);
}

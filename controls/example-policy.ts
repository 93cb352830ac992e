import type { Control } from "../core/control.ts";
import { defaultPolicyOf, type Policy, settingsOf } from "../core/policy.ts";

/** The policy for a control's examples: the default policy with the control enabled and with the examples' settings. */
export function examplePolicy(control: Control): Policy {
	const policy = defaultPolicyOf([control]);
	const own = { ...settingsOf(policy.controls, control), enabled: true, ...control.examples.settings };
	return { ...policy, controls: { [control.id]: own } };
}

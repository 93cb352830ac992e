import type { Control } from "./control.ts";
import { defaultPolicyOf, type Policy, settingsOf } from "./policy.ts";

/** The policy that a control's examples are judged by: the default one, the control turned on, with the examples' own settings. */
export function examplePolicy(control: Control): Policy {
	const policy = defaultPolicyOf([control]);
	const own = { ...settingsOf(policy.controls, control), enabled: true, ...control.examples.settings };
	return { ...policy, controls: { [control.id]: own } };
}

import type { Control } from "./control.ts";
import { defaultPolicy, type Policy } from "./policy.ts";

/** The policy that a control's examples are judged by: the default one, the control turned on, with the examples' own settings. */
export function examplePolicy({ id, examples }: Control): Policy {
	const own = { ...defaultPolicy.controls[id], enabled: true, ...examples.settings };
	return { ...defaultPolicy, controls: { ...defaultPolicy.controls, [id]: own } };
}

import { mergeAlternatives } from "../../cli/merge-alternatives.ts";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { controls } from "../../controls/index.ts";
import { judge } from "../../core/judge.ts";
import { subjectIn } from "./template.ts";

/** `status message` of a control on a subject of a template, over all alternatives, with every control enabled. */
export function verdictOn(id: string, template: unknown, subject: string): string {
	const asked = controls.filter((control) => control.id === id);
	const { facts, alternatives = [facts] } = subjectIn(template, subject);
	const policy = {
		...defaultPolicy,
		controls: {
			...defaultPolicy.controls,
			"repository/customer-managed-key": {
				...defaultPolicy.controls["repository/customer-managed-key"],
				enabled: true,
			},
		},
	};
	const verdicts = mergeAlternatives(alternatives.map((one) => judge(asked, one, policy)));
	return verdicts.map(({ status, message }) => `${status} ${message}`).join("; ");
}

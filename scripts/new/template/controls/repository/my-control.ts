import { defineControl } from "../../../../../core/control.ts";
import { unknown } from "../../../../../core/verdict.ts";

/** TODO: what decides, where the title does not say it. */
export default defineControl({
	id: "repository/my-control",
	on: "repository",
	field: "TODO",
	title: "TODO: ECR repositories should be as they are desired",
	// TODO: the severity.
	severity: "MEDIUM",
	why: "TODO: what can happen otherwise.",
	remediation: "TODO: what to do, in one or two sentences.",
	// TODO: at least one reference, two examples that pass and two that fail.
	references: [],
	examples: { pass: [], fail: [] },

	// TODO: takes the facts and the settings; returns pass, fail, unknown or notApplicable, each with its cause.
	evaluate: () => unknown("this control is not implemented yet"),
});

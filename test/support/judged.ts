import { expect } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import type { Control } from "../../core/control.ts";
import type { Facts } from "../../core/facts.ts";
import { judge } from "../../core/judge.ts";
import { settingsOf } from "../../core/policy.ts";
import type { Settings, SettingsOf } from "../../core/settings.ts";
import type { SubjectKind } from "../../core/subject.ts";
import type { Verdict } from "../../core/verdict.ts";
import { chainsOfColons } from "./sentences.ts";

/** The verdicts of one control on facts, under the default policy with these settings. Their texts are sentences. */
export function judged<K extends SubjectKind, Own extends Settings>(
	control: Control<K, Own>,
	facts: Facts,
	settings: Partial<SettingsOf<Own>> = {},
): readonly Verdict[] {
	const { id } = control;
	const own = { ...settingsOf(defaultPolicy.controls, control), ...settings };
	const verdicts = judge([control], facts, { ...defaultPolicy, controls: { ...defaultPolicy.controls, [id]: own } });
	for (const { message, remediation } of verdicts)
		expect([message, remediation ?? ""].flatMap(chainsOfColons)).toEqual([]);
	return verdicts;
}

/** The same as `status SEVERITY message` for each verdict, short enough for a table. */
export function verdictLines<K extends SubjectKind, Own extends Settings>(
	control: Control<K, Own>,
	facts: Facts,
	settings: Partial<SettingsOf<Own>> = {},
): readonly string[] {
	return judged(control, facts, settings).map(({ status, severity, message }) => `${status} ${severity} ${message}`);
}

import { fieldsIn, isFields, itemsIn, textIn } from "../../core/json.ts";

/** The text that PutLifecyclePolicy takes, its rules alone, or the call and the answer that carry it. */
export function looksLikeLifecyclePolicy(value: unknown): boolean {
	const { lifecyclePolicyText, rules } = fieldsIn(value);
	if (textIn(lifecyclePolicyText) !== null) return true;
	return itemsIn(Array.isArray(value) ? value : rules).some(
		(rule) => isFields(rule) && ("rulePriority" in rule || "selection" in rule),
	);
}

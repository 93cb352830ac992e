import { fieldsIn, isFields, itemsIn, textIn } from "../../core/json.ts";

/** The policy of PutLifecyclePolicy, only its rules, or a request or response that contains it. */
export function looksLikeLifecyclePolicy(value: unknown): boolean {
	const { lifecyclePolicyText, rules } = fieldsIn(value);
	if (textIn(lifecyclePolicyText) !== null) return true;
	return itemsIn(Array.isArray(value) ? value : rules).some(
		(rule) => isFields(rule) && ("rulePriority" in rule || "selection" in rule),
	);
}

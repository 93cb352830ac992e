import { type Fields, fieldsIn, isFields, itemsIn, textIn } from "../../core/json.ts";

/** The text that PutLifecyclePolicy takes, its rules alone, or the call and the answer that carry it. */
export function looksLikeLifecyclePolicy(value: unknown): boolean {
	const { lifecyclePolicyText, rules } = fieldsIn(value);
	if (textIn(lifecyclePolicyText) !== null) return true;
	return itemsIn(Array.isArray(value) ? value : rules).some(
		(rule) => isFields(rule) && ("rulePriority" in rule || "selection" in rule),
	);
}

/**
 * The text that SetRepositoryPolicy takes, or the call and the answer that carry it. Policies of other resources have principals too,
 * but name what they are about in Resource, which a repository policy has no need of.
 */
export function looksLikeRepositoryPolicy(value: unknown): boolean {
	const { policyText, Statement: statement } = fieldsIn(value);
	if (textIn(policyText) !== null) return true;
	const statements = listOf(statement).filter(isFields);
	return (
		statements.some((one) => "Principal" in one || "NotPrincipal" in one) &&
		(statements.some(isAboutEcr) || !statements.some((one) => "Resource" in one || "NotResource" in one))
	);
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const isAboutEcr = ({ Action, NotAction }: Fields): boolean =>
	[...listOf(Action), ...listOf(NotAction)].some((action) => textIn(action)?.toLowerCase().startsWith("ecr:") === true);

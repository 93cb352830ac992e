import { type Fields, fieldsIn, isFields, textIn } from "../../core/json.ts";

/**
 * The policy of SetRepositoryPolicy, or a request or response that contains it. Policies of other resources have principals too,
 * but name their resource in Resource, which a repository policy does not need.
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

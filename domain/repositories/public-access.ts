import { formatList } from "../../core/text.ts";
import { type AccessJudgement, type AllowStatement, judgeStatements } from "./access-policy.ts";

/** Judges a policy document: no statement may allow access by anyone. */
export const judgePublicAccess = (document: unknown): AccessJudgement => judgeStatements(document, judge);

function judge({ label, principals, conditions, doubt }: AllowStatement): AccessJudgement {
	const anyone = principals.find((principal) => principal.kind === "anyone");
	const open = principals.find((principal) => principal.kind === "unknown");
	if (conditions.limits.length > 0 || (anyone === undefined && open === undefined)) return { bad: [], unclear: [] };
	const [openLimit] = conditions.open;
	const reason = doubt ?? openLimit?.reason ?? (anyone === undefined ? open?.reason : undefined);
	if (reason !== undefined) return { bad: [], unclear: [`whether ${label} allows anyone is unknown (${reason})`] };
	const { others } = conditions;
	const why =
		others.length === 0
			? "no condition restricts the caller"
			: `its conditions (${formatList(others)}) do not restrict the caller`;
	return { bad: [`${label} allows anyone (${anyone?.text}), and ${why}`], unclear: [] };
}

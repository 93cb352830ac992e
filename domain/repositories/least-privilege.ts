import { isUnresolved } from "../../core/reading.ts";
import { formatList, toSingleLine, truncate } from "../../core/text.ts";
import { canDoAnything, canWrite } from "./access-actions.ts";
import { isOwnKnown, type Owner, resolveAudience } from "./access-audience.ts";
import { type AccessJudgement, type AllowStatement, judgeStatements } from "./access-policy.ts";

/** Judges a policy document: no statement may grant everything, or allow another account to change something. */
export function judgePrivileges(document: unknown, owner: Owner): AccessJudgement {
	const judged = judgeFor(document, owner);
	if (isOwnKnown(owner) || judged.bad.length > 0 || judged.unclear.length === 0) return judged;
	const accounts = accountsIn(document);
	if (accounts.length > maxAccounts) return judged;
	// Whichever account it is: each that the policy names, or one that it does not name.
	const [unnamed, ...others] = [unnamedAccount, ...accounts].map((account) =>
		judgeFor(document, { ...owner, account }),
	);
	const isAlwaysBad = [unnamed, ...others].every((one) => one !== undefined && one.bad.length > 0);
	return isAlwaysBad && unnamed !== undefined ? unnamed : judged;
}

const judgeFor = (document: unknown, owner: Owner): AccessJudgement =>
	judgeStatements(document, (allowance) => judge(allowance, owner));

const maxAccounts = 20;
/** No account has this id. */
const unnamedAccount = "000000000000";

const accountsIn = (document: unknown): readonly string[] => [
	...new Set((JSON.stringify(document) ?? "").match(/(?<!\d)\d{12}(?!\d)/g)),
];

function judge(allowance: AllowStatement, owner: Owner): AccessJudgement {
	const { label, actions, doubt } = allowance;
	const known = actions.filter((action) => typeof action === "string");
	const judgement = known.some(canDoAnything)
		? { bad: [`${label} grants everything (${actionList(known.filter(canDoAnything))})`], unclear: [] }
		: judgeWrites(allowance, known.filter(canWrite), owner);
	if (judgement.bad.length === 0) {
		const open = actions.find(isUnresolved);
		if (open === undefined) return judgement;
		return { bad: [], unclear: [...judgement.unclear, `what ${label} grants is unknown (${open.unresolved})`] };
	}
	return doubt === undefined
		? judgement
		: { bad: [], unclear: [`whether ${label} allows anything is unknown (${doubt})`] };
}

function judgeWrites({ label, principals, conditions }: AllowStatement, writes: readonly string[], owner: Owner) {
	if (writes.length === 0) return { bad: [], unclear: [] };
	const audiences = principals.map(resolveAudience(conditions, owner));
	const others = audiences.flatMap((audience) => (audience.kind === "others" ? audience.who : []));
	if (others.length > 0)
		return { bad: [`${label} allows ${formatList(others, 3)} to perform ${actionList(writes)}`], unclear: [] };
	const [why] = audiences.flatMap((audience) => (audience.kind === "unclear" ? audience.why : []));
	const unclear = why === undefined ? [] : [`${label} grants ${actionList(writes)}, but to whom is unknown (${why})`];
	return { bad: [], unclear };
}

const actionList = (actions: readonly string[]): string =>
	formatList(
		actions.map((action) => truncate(toSingleLine(action), 64)),
		4,
	);

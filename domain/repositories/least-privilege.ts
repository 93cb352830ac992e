import { isUnresolved } from "../../core/reading.ts";
import { cut, listed, oneLine } from "../../core/text.ts";
import { canDoAnything, canWrite } from "./access-actions.ts";
import { audienceBy, type Owner } from "./access-audience.ts";
import { type AccessJudgement, type Allowance, judgeEach } from "./access-policy.ts";

/** Every statement of a policy document that grants everything, or lets another account change something. */
export const tooMuchPrivilege = (document: unknown, owner: Owner): AccessJudgement =>
	judgeEach(document, (allowance) => judge(allowance, owner));

function judge(allowance: Allowance, owner: Owner): AccessJudgement {
	const { label, actions, doubt } = allowance;
	const known = actions.filter((action) => typeof action === "string");
	const judgement = known.some(canDoAnything)
		? { bad: [`${label} grants everything (${shown(known.filter(canDoAnything))})`], unclear: [] }
		: writesOf(allowance, known.filter(canWrite), owner);
	if (judgement.bad.length === 0) {
		const open = actions.find(isUnresolved);
		if (open === undefined) return judgement;
		return { bad: [], unclear: [...judgement.unclear, `what ${label} grants is unknown (${open.unresolved})`] };
	}
	return doubt === undefined
		? judgement
		: { bad: [], unclear: [`whether ${label} allows or denies is unknown (${doubt})`] };
}

function writesOf({ label, principals, conditions }: Allowance, writes: readonly string[], owner: Owner) {
	if (writes.length === 0) return { bad: [], unclear: [] };
	const audiences = principals.map(audienceBy(conditions, owner));
	const others = audiences.flatMap((audience) => (audience.kind === "others" ? audience.who : []));
	if (others.length > 0)
		return { bad: [`${label} allows ${listed(others, 3)} to perform ${shown(writes)}`], unclear: [] };
	const [why] = audiences.flatMap((audience) => (audience.kind === "unclear" ? audience.why : []));
	const unclear = why === undefined ? [] : [`${label} grants ${shown(writes)}, but to whom is unknown (${why})`];
	return { bad: [], unclear };
}

const shown = (actions: readonly string[]): string =>
	listed(
		actions.map((action) => cut(oneLine(action), 64)),
		4,
	);

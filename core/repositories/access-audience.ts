import { ownAccount } from "../own-account.ts";
import type { Value } from "../reading.ts";
import { cut, listed, oneLine } from "../text.ts";
import type { Conditions, Limit } from "./access-conditions.ts";
import type { LimitingKey } from "./access-limits.ts";
import { accountIn, type Principal } from "./access-principals.ts";

/** Which accounts are one's own. */
export interface Owner {
	/** The one that the repository is in; `ownAccount` in a template that any account may deploy. */
	readonly account: Value<string>;
	readonly more: readonly string[];
}

/** Whether somebody is of one's own accounts, and who it is, for people. */
export type Audience =
	| { readonly kind: "own" }
	| { readonly kind: "others"; readonly who: string }
	| { readonly kind: "unclear"; readonly why: string };

/** Who of a statement's principals is let in by its conditions. An organisation counts as others, also one's own. */
export function audienceOf(principal: Principal, conditions: Conditions, owner: Owner): Audience {
	switch (principal.kind) {
		case "open":
			return { kind: "unclear", why: principal.reason };
		case "someone":
			return { kind: "unclear", why: `the account of ${principal.text} does not show` };
		case "account":
			return audienceIn(principal.account, principal.text, owner);
		case "service":
			return narrowed(principal.text, conditions, owner, { kind: "own" });
		case "anyone":
			return narrowed("anyone", conditions, owner, { kind: "others", who: "anyone" });
	}
}

const accountKeys = [
	"aws:PrincipalAccount",
	"aws:PrincipalArn",
	"aws:userid",
	"aws:SourceAccount",
	"aws:SourceArn",
	"aws:ResourceAccount",
];
const namesAccount = (key: string | null): boolean => key === null || accountKeys.includes(key);

/** Those who meet all conditions: whoever is held to one's own accounts by one of them is of them. */
function narrowed(who: string, { limits, open }: Conditions, owner: Owner, otherwise: Audience): Audience {
	const audiences = limits.filter(({ key }) => namesAccount(key)).map((limit) => audienceBy(limit, who, owner));
	const unknown = open.find(({ key }) => namesAccount(key));
	const decided =
		audiences.find(({ kind }) => kind === "own") ??
		audiences.find(({ kind }) => kind === "others") ??
		audiences.find(({ kind }) => kind === "unclear");
	if (decided !== undefined) return decided;
	if (otherwise.kind === "own") return otherwise;
	if (unknown !== undefined) return { kind: "unclear", why: unknown.reason };
	const [limit] = limits;
	return limit === undefined ? otherwise : { kind: "others", who: `${who} with ${limitText(limit)}` };
}

/** One value of several is enough to meet a condition: a single foreign one lets others in. */
function audienceBy(limit: Limit, who: string, owner: Owner): Audience {
	const text = `${who} with ${limitText(limit)}`;
	const audiences = limit.values.map((value): Audience => {
		const account = accountOf(limit.key, value);
		return account === null
			? { kind: "unclear", why: `the account of ${cut(oneLine(value), 128)} does not show` }
			: audienceIn(account, text, owner);
	});
	return (
		audiences.find(({ kind }) => kind === "others") ??
		audiences.find(({ kind }) => kind === "unclear") ?? { kind: "own" }
	);
}

/** aws:ResourceAccount limits only where it is the caller's, and is the account of the repository. */
function accountOf(key: LimitingKey, value: string): string | null {
	if (key === "aws:ResourceAccount") return ownAccount;
	if (key === "aws:userid") return accountIn(value.replace(/:.*$/s, ""));
	return accountIn(value.replace(/\$\{aws:ResourceAccount\}/i, ownAccount));
}

const limitText = ({ key, values }: Limit): string =>
	`${key} ${listed(
		values.map((value) => cut(oneLine(value), 128)),
		3,
	)}`;

function audienceIn(account: string, who: string, { account: own, more }: Owner): Audience {
	if (account === ownAccount || account === own || more.includes(account)) return { kind: "own" };
	const isOwnKnown = more.length > 0 || (typeof own === "string" && own !== ownAccount);
	if (isOwnKnown) return { kind: "others", who };
	return { kind: "unclear", why: `whether ${who} is of another account depends on the account that is deployed to` };
}

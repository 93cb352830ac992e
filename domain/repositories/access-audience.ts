import type { Value } from "../../core/reading.ts";
import { cut, listed, oneLine } from "../../core/text.ts";
import { ownAccount } from "../own-account.ts";
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

/** An audience, with who it is put into its words. */
type Told = (who: string) => Audience;

/**
 * Who of a statement's principals is let in by its conditions. An organisation counts as others, also one's own.
 * The conditions are looked at once, not for every principal: there may be many of both.
 */
export function audienceBy(conditions: Conditions, owner: Owner): (principal: Principal) => Audience {
	const ofService = narrowed(conditions, owner, () => ({ kind: "own" }));
	const ofAnyone = narrowed(conditions, owner, (who) => ({ kind: "others", who }));
	return (principal) => {
		switch (principal.kind) {
			case "open":
				return { kind: "unclear", why: principal.reason };
			case "someone":
				return { kind: "unclear", why: `the account of ${principal.text} cannot be determined` };
			case "account":
				return audienceIn(principal.account, principal.text, owner);
			case "service":
				return ofService(principal.text);
			case "anyone":
				return ofAnyone("anyone");
		}
	};
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
function narrowed({ limits, open }: Conditions, owner: Owner, otherwise: Told): Told {
	const told = limits.filter(({ key }) => namesAccount(key)).map((limit) => heldBy(limit, owner));
	const decided = firstOf(told, ["own", "others", "unclear"]);
	if (decided !== undefined) return decided;
	if (otherwise("").kind === "own") return otherwise;
	const unknown = open.find(({ key }) => namesAccount(key));
	if (unknown !== undefined) return () => ({ kind: "unclear", why: unknown.reason });
	const [limit] = limits;
	if (limit === undefined) return otherwise;
	const text = limitText(limit);
	return (who) => ({ kind: "others", who: `${who} with ${text}` });
}

/** One value of several is enough to meet a condition: a single foreign one lets others in. */
function heldBy(limit: Limit, owner: Owner): Told {
	const text = limitText(limit);
	const told = limit.values.map((value): Told => {
		const account = accountOf(limit.key, value);
		return account === null
			? () => ({ kind: "unclear", why: `the account of ${cut(oneLine(value), 128)} cannot be determined` })
			: (who) => audienceIn(account, `${who} with ${text}`, owner);
	});
	return firstOf(told, ["others", "unclear"]) ?? (() => ({ kind: "own" }));
}

/** The first of the first kind that there is one of. */
function firstOf(told: readonly Told[], kinds: readonly Audience["kind"][]): Told | undefined {
	const kindsOf = told.map((one) => one("").kind);
	const [kind] = kinds.filter((one) => kindsOf.includes(one));
	return kind === undefined ? undefined : told[kindsOf.indexOf(kind)];
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
	return {
		kind: "unclear",
		why: `whether ${who} belongs to another account depends on the account that is deployed to`,
	};
}

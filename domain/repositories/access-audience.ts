import type { Value } from "../../core/reading.ts";
import { formatList, toSingleLine, truncate } from "../../core/text.ts";
import { ownAccount } from "../own-account.ts";
import type { Conditions, Limit, Restriction } from "./access-conditions.ts";
import { type CallerKey, serviceKey } from "./access-limits.ts";
import { accountIn, type Principal } from "./access-principals.ts";

/** The accounts that belong to the owner of a repository. */
export interface Owner {
	/** The account of the repository; `ownAccount` in a template that can be deployed to any account. */
	readonly account: Value<string>;
	readonly more: readonly string[];
}

/** Whether a principal belongs to the owner's accounts, with its description for display. */
export type Audience =
	| { readonly kind: "own" }
	| { readonly kind: "others"; readonly who: string }
	| { readonly kind: "unclear"; readonly why: string };

/** Returns an audience that includes the given description of the principal. */
type DescribeAudience = (who: string) => Audience;

/**
 * Returns a function that gives the audience of each principal under the conditions of its statement. An organization counts
 * as others, even the owner's own. Conditions are evaluated once instead of per principal, as there may be many of both.
 */
export function resolveAudience(conditions: Conditions, owner: Owner): (principal: Principal) => Audience {
	const serviceAudience = narrowByConditions(conditions, owner, () => ({ kind: "own" }));
	const anyoneAudience = narrowByConditions(conditions, owner, (who) => ({ kind: "others", who }));
	return (principal) => {
		switch (principal.kind) {
			case "unknown":
				return { kind: "unclear", why: principal.reason };
			case "someone":
				return { kind: "unclear", why: `the account of ${principal.text} cannot be determined` };
			case "account":
				return audienceIn(principal.account, principal.text, owner);
			case "service":
				return serviceAudience(principal.text);
			case "anyone":
				return anyoneAudience("anyone");
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
const isAccountKey = (key: string | null): boolean => key === null || accountKeys.includes(key);

/** Whether it names the accounts of all whom it lets in; AWS services count as the owner's own. */
const saysAccount = (limit: Limit): boolean =>
	alternativesOf(limit).every(({ key }) => isAccountKey(key) || key === serviceKey);

const alternativesOf = ({ key, values, or = [] }: Limit): readonly Restriction[] => [{ key, values }, ...or];

/** The audience that meets all conditions; it is the owner's own if any one of them restricts it to the owner's accounts. */
function narrowByConditions({ limits, open }: Conditions, owner: Owner, fallback: DescribeAudience): DescribeAudience {
	const audiences = limits.filter(saysAccount).map((limit) => audienceOfLimit(limit, owner));
	const decided = firstOfKind(audiences, ["own", "others", "unclear"]);
	if (decided !== undefined) return decided;
	if (fallback("").kind === "own") return fallback;
	const unknown = open.find(({ key }) => isAccountKey(key));
	if (unknown !== undefined) return () => ({ kind: "unclear", why: unknown.reason });
	const [limit] = limits;
	if (limit === undefined) return fallback;
	const text = limitText(limit);
	return (who) => ({ kind: "others", who: `${who} with ${text}` });
}

/** Any one value is enough to meet a condition, so a single foreign value lets others in. */
function audienceOfLimit(limit: Limit, owner: Owner): DescribeAudience {
	const text = limitText(limit);
	const values = alternativesOf(limit).flatMap((one) => one.values.map((value) => ({ key: one.key, value })));
	const audiences = values.map(({ key, value }): DescribeAudience => {
		if (key === serviceKey) return () => ({ kind: "own" });
		const account = accountOf(key, value);
		return account === null
			? () => ({ kind: "unclear", why: `the account of ${truncate(toSingleLine(value), 128)} cannot be determined` })
			: (who) => audienceIn(account, `${who} with ${text}`, owner);
	});
	return firstOfKind(audiences, ["others", "unclear"]) ?? (() => ({ kind: "own" }));
}

/** The first audience of the first kind that occurs. */
function firstOfKind(
	audiences: readonly DescribeAudience[],
	kinds: readonly Audience["kind"][],
): DescribeAudience | undefined {
	const kindsOf = audiences.map((one) => one("").kind);
	const [kind] = kinds.filter((one) => kindsOf.includes(one));
	return kind === undefined ? undefined : audiences[kindsOf.indexOf(kind)];
}

/** aws:ResourceAccount is the account of the repository, and is a limit only where it is compared with the caller's. */
function accountOf(key: CallerKey, value: string): string | null {
	if (key === "aws:ResourceAccount") return ownAccount;
	if (key === "aws:userid") return accountIn(value.replace(/:.*$/s, ""));
	return accountIn(value.replace(/\$\{aws:ResourceAccount\}/i, ownAccount));
}

const limitText = (limit: Limit): string =>
	alternativesOf(limit)
		.map(({ key, values }) => {
			const texts = values.map((value) => truncate(toSingleLine(value), 128));
			return `${key} ${formatList(texts, 3)}`;
		})
		.join(" or ");

/** Whether every account is known to be the owner's or not. */
export const isOwnKnown = ({ account, more }: Owner): boolean =>
	more.length > 0 || (typeof account === "string" && account !== ownAccount);

function audienceIn(account: string, who: string, owner: Owner): Audience {
	if (account === ownAccount || account === owner.account || owner.more.includes(account)) return { kind: "own" };
	if (isOwnKnown(owner)) return { kind: "others", who };
	return {
		kind: "unclear",
		why: `whether ${who} belongs to another account depends on the account that is deployed to`,
	};
}

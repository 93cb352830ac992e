import { arnParts } from "./access-principals.ts";

/** How wildcards of an operator match: its text as a whole, or each part of an ARN by itself. */
export type Matching = "text" | "arn";

/**
 * Whether a value that is not empty is the same for every caller: no wildcard, no policy variable. Those of the
 * repository itself are the same for every caller; pseudo parameters are replaced before AWS reads the policy.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html, read 2026-11-21.
 */
const isFixed = (value: string): boolean =>
	value !== "" && !/[*?]|\$\{(?!AWS::|aws:Resource(?:Account|OrgID)\})/i.test(value);

const beforeSlash = (path: string): string => path.replace(/\/.*$/s, "");

/**
 * The id of an organisation begins the path; those of roots and units are unique within it only.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html, read 2026-11-21.
 */
const hasFixedOrganisation = (path: string): boolean => isFixed(beforeSlash(path));

/**
 * The account has its own part of the ARN; where that is empty (buckets), the name is unique among all accounts. Names
 * and paths of roles may contain colons and digits, so a `*` that runs over colons must not stand before the account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN,
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html (Path), read 2026-11-21.
 */
function hasFixedAccount(arn: string, matching: Matching): boolean {
	const parts = arnParts(arn);
	const [account, ...resource] = parts.slice(4);
	if (account === undefined) return isFixed(arn);
	const before = parts.slice(0, 4).join(":");
	const start = matching === "arn" ? before.replace(/[*?]/g, "") : before;
	return isFixed(`${start}:${account === "" ? resource.join(":") : account}`);
}

/**
 * The unique id of a user, or of a role before the name of its session, or an account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable, read 2026-11-21.
 */
const hasFixedId = (userid: string): boolean => isFixed(arnParts(userid)[0] ?? "");

/** Nothing but what the caller has in common with the repository, which is the other way round to say so. */
const isOfCaller = (value: string): boolean => /^\$\{aws:(?:Principal|Source)(?:Account|OrgID)\}$/i.test(value);

/**
 * Keys by which a statement for everybody is for some only, with what their value must be for that. aws:SourceOrgID,
 * …OrgPaths, …Account and …Arn come only with requests that a service makes itself, and say for whom it makes them.
 * aws:SourceIp is none: it says from where, not who. Nor are tags and names, which anybody may give.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html, read 2026-11-21.
 */
const limits = {
	"aws:PrincipalOrgID": isFixed,
	"aws:PrincipalOrgPaths": hasFixedOrganisation,
	"aws:PrincipalAccount": isFixed,
	"aws:PrincipalArn": hasFixedAccount,
	"aws:userid": hasFixedId,
	"aws:SourceOrgID": isFixed,
	"aws:SourceOrgPaths": hasFixedOrganisation,
	"aws:SourceAccount": isFixed,
	"aws:SourceArn": hasFixedAccount,
	"aws:SourceVpce": isFixed,
	"aws:SourceVpc": isFixed,
	"aws:VpceAccount": isFixed,
	"aws:VpceOrgID": isFixed,
	"aws:VpceOrgPaths": hasFixedOrganisation,
	"aws:ResourceAccount": isOfCaller,
	"aws:ResourceOrgID": isOfCaller,
	"aws:ResourceOrgPaths": (path) => isOfCaller(beforeSlash(path)),
} as const satisfies Record<string, (value: string, matching: Matching) => boolean>;

/** A key that may limit who, as documented. */
export type LimitingKey = keyof typeof limits;

export const limitingKeys = Object.keys(limits) as readonly LimitingKey[];

/** The key as documented, of one as it is written; undefined for one that says nothing about who. */
export const limitingKey = (written: string): LimitingKey | undefined =>
	limitingKeys.find((key) => key.toLowerCase() === written.toLowerCase());

/** Whether only a fixed account, organisation or network meets the condition that asks for this value. */
export const limitsWho = (key: LimitingKey, value: string, matching: Matching): boolean => limits[key](value, matching);

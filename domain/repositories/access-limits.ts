import { arnParts } from "./access-principals.ts";

/** How the wildcards of an operator match: against the whole text, or against each part of an ARN. */
export type Matching = "text" | "arn";

/**
 * Whether a value is not empty and the same for every caller: without wildcards and policy variables. Variables of the
 * repository are the same for every caller; pseudo parameters are replaced before AWS reads the policy.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html, read 2026-11-21.
 */
const isFixed = (value: string): boolean =>
	value !== "" && !/[*?]|\$\{(?!AWS::|aws:Resource(?:Account|OrgID)\})/i.test(value);

const beforeSlash = (path: string): string => path.replace(/\/.*$/s, "");

/**
 * The path begins with the id of the organization; ids of roots and units are unique only within it.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html, read 2026-11-21.
 */
const hasFixedOrganization = (path: string): boolean => isFixed(beforeSlash(path));

/**
 * The account is a part of the ARN of its own; where that is empty (buckets), the name is unique across all accounts. Names
 * and paths of roles may contain colons and digits, so a `*` that matches colons must not precede the account.
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
 * The unique id of a user, of a role (before the name of its session) or an account id.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable, read 2026-11-21.
 */
const hasFixedId = (userid: string): boolean => isFixed(arnParts(userid)[0] ?? "");

/** A comparison of the repository's account or organization with the caller's, with the operands swapped. */
const isCallerVariable = (value: string): boolean => /^\$\{aws:(?:Principal|Source)(?:Account|OrgID)\}$/i.test(value);

/**
 * Keys that restrict a statement for everyone to some callers, each with the test that its value must pass. Only requests
 * that a service makes by itself have aws:SourceOrgID, …OrgPaths, …Account and …Arn, which identify for whom it makes them.
 * aws:SourceIp is left out, because it identifies a network location and not a caller; so are tags and names, which anyone can choose.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html, read 2026-11-21.
 */
const limits = {
	"aws:PrincipalOrgID": isFixed,
	"aws:PrincipalOrgPaths": hasFixedOrganization,
	"aws:PrincipalAccount": isFixed,
	"aws:PrincipalArn": hasFixedAccount,
	"aws:userid": hasFixedId,
	"aws:SourceOrgID": isFixed,
	"aws:SourceOrgPaths": hasFixedOrganization,
	"aws:SourceAccount": isFixed,
	"aws:SourceArn": hasFixedAccount,
	"aws:SourceVpce": isFixed,
	"aws:SourceVpc": isFixed,
	"aws:VpceAccount": isFixed,
	"aws:VpceOrgID": isFixed,
	"aws:VpceOrgPaths": hasFixedOrganization,
	"aws:ResourceAccount": isCallerVariable,
	"aws:ResourceOrgID": isCallerVariable,
	"aws:ResourceOrgPaths": (path) => isCallerVariable(beforeSlash(path)),
} as const satisfies Record<string, (value: string, matching: Matching) => boolean>;

/** A key that can restrict the callers, spelled as documented. */
export type LimitingKey = keyof typeof limits;

/**
 * Whether AWS services call by themselves, as the principals that a policy names with `Service`. Each signed request has it, and
 * Amazon ECR answers no others.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalisawsservice,
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html, read 2026-11-30.
 */
export const serviceKey = "aws:PrincipalIsAWSService";

/** A key that says who calls. */
export type CallerKey = LimitingKey | typeof serviceKey;

export const limitingKeys = Object.keys(limits) as readonly LimitingKey[];

/** Finds the documented spelling of a key; undefined for a key that does not restrict the callers. */
export const limitingKey = (written: string): LimitingKey | undefined =>
	limitingKeys.find((key) => key.toLowerCase() === written.toLowerCase());

/** Whether only a fixed account, organization or network can meet a condition with this value. */
export const restrictsCaller = (key: LimitingKey, value: string, matching: Matching): boolean =>
	limits[key](value, matching);

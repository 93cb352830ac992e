import { decodeBase64 } from "./base64-text.ts";

/*
 * The published forms of tokens: what they begin with, their characters, and how many at least. Every pattern begins with a
 * literal or with a bounded part before one, no quantifier is unbounded, and none is nested in another, so that matching
 * takes time linear in the length of the text.
 */
const word = "A-Za-z0-9_-";
const alphanumeric = "A-Za-z0-9";
const hex = "0-9a-f";

const forms: readonly (readonly [prefix: string, characters: string, length: number])[] = [
	["gh[oprsu]_", "A-Za-z0-9_", 30],
	["github_pat_", "A-Za-z0-9_", 22],
	["gl(?:agent|cbt|dt|ffct|ft|imt|oas|pat|ptt|rt|rtr|soat|wt)-", word, 20],
	["GR1348941", word, 20],
	["xox[abeoprs]-", "A-Za-z0-9-", 10],
	["xapp-\\d-", "A-Za-z0-9-", 10],
	["[rs]k_(?:live|test)_", alphanumeric, 16],
	["(?:live|test)_g?sk_", "A-Za-z0-9_", 20],
	["skey_(?:live|test)_", alphanumeric, 16],
	["FLWSECK(?:_TEST)?-", "A-Za-z0-9-", 16],
	["xnd_(?:development|production)_", alphanumeric, 40],
	["Mid-server-", word, 16],
	["whsec_", "A-Za-z0-9+/=", 24],
	["npm_", alphanumeric, 36],
	["pypi-AgE", word, 50],
	["rubygems_", hex, 48],
	["cio", alphanumeric, 32],
	["dckr_[op]at_", word, 20],
	["AIza", word, 35],
	["GOCSPX-", word, 28],
	["ya29\\.", word, 20],
	["1//0", word, 40],
	["SG\\.[A-Za-z0-9_-]{16,32}\\.", word, 32],
	["xkeysib-", "0-9a-f-", 64],
	["re_[A-Za-z0-9]{6,12}_", alphanumeric, 20],
	["do[opr]_v1_", hex, 64],
	["hv[brs]\\.", word, 24],
	["[A-Za-z0-9]{14}\\.atlasv1\\.", word, 60],
	["pul-", hex, 40],
	["dp\\.(?:audit|ct|pt|sa|scim|st)\\.", "A-Za-z0-9._-", 40],
	["gl(?:sa|c)_", "A-Za-z0-9+/=", 32],
	["sntrys_", "A-Za-z0-9+/=_", 40],
	["sntryu_", hex, 64],
	["sq[apu]_", hex, 40],
	["shp(?:at|ca|pa|ss)_", "0-9a-fA-F", 32],
	["NRAK-", "A-Z0-9", 27],
	["NRII-", word, 32],
	["LTAI", alphanumeric, 20],
	["AKID", alphanumeric, 32],
	["CLOJARS_", "0-9a-z", 60],
	["rdme_", "0-9a-z", 70],
	["EZ[AT]K", alphanumeric, 54],
	["oy2", "0-9a-z", 43],
	["dt0[a-z]\\d{2}\\.[A-Z0-9]{24}\\.", "A-Z0-9", 64],
	["dapi", hex, 32],
	["AGE-SECRET-KEY-1", "0-9A-Z", 58],
	["tskey-(?:api|auth|client|scim|webhook)-", "A-Za-z0-9-", 16],
	["claim-", word, 20],
	["gsk_", alphanumeric, 40],
	["xai-", alphanumeric, 60],
	["hf_", alphanumeric, 30],
	["r8_", alphanumeric, 37],
	["nvapi-", word, 50],
	["pplx-", alphanumeric, 40],
	["tvly-", word, 20],
	["lsv2_(?:pt|sk)_", "0-9a-f_", 32],
	["pcsk_", "A-Za-z0-9_", 40],
	["ABSK", "A-Za-z0-9+/=", 100],
	["lin_api_", alphanumeric, 32],
	["ntn_", alphanumeric, 40],
	["figd_", word, 30],
	["pat[A-Za-z0-9]{14}\\.", hex, 64],
	["PMAK-", "0-9a-f-", 50],
	["AT[AC]TT3", "A-Za-z0-9_=-", 50],
	["sb(?:p_|_secret_)", word, 30],
	["pscale_(?:tkn|pw|oauth)_", "A-Za-z0-9._-", 30],
	["phx_", alphanumeric, 30],
	["nf[pcuob]_", alphanumeric, 36],
	["HRKU-AA", word, 40],
	["bk[cua]{2}_", alphanumeric, 36],
	["AKCp", alphanumeric, 60],
	["ops_eyJ", "A-Za-z0-9+/=_-", 100],
	["sq0(?:atp|csp)-", word, 22],
	["CCIP(?:AT|RJ)_", "A-Za-z0-9_", 40],
	["EAA[A-Z]", alphanumeric, 60],
	["[MNO][A-Za-z0-9]{23,27}\\.[A-Za-z0-9_-]{6}\\.", word, 27],
	["[A-Za-z0-9_~.-]{3}\\dQ~", "A-Za-z0-9_~.-", 31],
	["SWMTKN-1-", "a-z0-9-", 50],
	["live_\\d{8,10}_", alphanumeric, 28],
	["mfa\\.", word, 80],
	["S[ACNOUX][ACNOUX]?", "A-Z2-7", 56],
];

/** With what is in every text that they match. */
const tokens: readonly (readonly [form: RegExp, marks?: readonly string[]])[] = [
	[
		new RegExp(
			`(?<![A-Za-z0-9])(?:${forms.map(([prefix, characters, length]) => `${prefix}[${characters}]{${length}}`).join("|")})`,
		),
	],
	[/(?<![A-Za-z0-9_-])sk-[A-Za-z0-9_-]{32}/, ["sk-"]],
	[/(?<!\d)\d{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])/, [":AA"]],
	[/(?<![A-Za-z0-9])[0-9a-f]{32}-us\d{1,2}(?![A-Za-z0-9])/, ["-us"]],
	[/[Aa]uthorization["']?\s{0,3}[:=]\s{0,3}["']?[A-Za-z][A-Za-z-]{1,19} {1,3}[A-Za-z0-9+/=._~-]{16}/, ["uthorization"]],
	[/(?<![A-Za-z0-9])(?:Basic|Bearer)[ +]{1,3}[A-Za-z0-9+/=._~-]{16}/, ["Basic", "Bearer"]],
];

/** Whether a text contains one of the marks; true without marks. */
export const containsOneOf = (text: string, marks: readonly string[] | undefined): boolean =>
	marks === undefined || marks.some((mark) => text.includes(mark));

const jwt = /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,4000}\.(eyJ[A-Za-z0-9_-]{10,4000})\./;
/** What documentation writes in place of the characters of a token. */
export const filler = /[xX]{8}|\*{4}/;

/** Whether a text contains a token of a well-known service, also for tests (`sk_test_`); not one whose characters are filler. */
export function hasToken(text: string): boolean {
	if (text.includes("eyJ") && jwt.test(text) && !isTokenForAnyone(text)) return true;
	return tokens.some(([form, marks]) => containsOneOf(text, marks) && form.test(text) && !areStandIns(text, form));
}

/** Whether all that has the form of a token is filler or a name. */
const areStandIns = (text: string, form: RegExp): boolean =>
	[...text.matchAll(new RegExp(form.source, "g"))].every(
		({ 0: token, index }) => filler.test(token) || isName(text.slice(index, index + maxNameLength)),
	);

const maxNameLength = 256;
/** `claim-processing-service-queue`: short words and numbers in lower case. In the characters of a token, they come together by chance only rarely. */
const nameInWords = /^[a-z]{1,14}\d{0,3}(?:[-_](?:[a-z]{1,14}\d{0,3}|\d{1,4})){2,64}$/;
const isName = (text: string): boolean => nameInWords.test(/^[\w-]{1,256}/.exec(text)?.[0] ?? "");

/** The token that Supabase gives to everyone has the role `anon`. */
export function isTokenForAnyone(text: string): boolean {
	const [, payload = ""] = jwt.exec(text) ?? [];
	return /"role" ?: ?"anon"/.test(decodeBase64(payload) ?? "");
}

export const isFiller = (text: string, form: RegExp): boolean => {
	const all = text.match(new RegExp(form.source, "g")) ?? [];
	return all.every((token) => filler.test(token));
};

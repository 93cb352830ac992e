import { isAllHoles } from "../../core/partial-text.ts";
import { markHoles } from "../../core/placeholders.ts";
import { isHarmless } from "./harmless-values.ts";

/** As much as a whole task definition may hold (64 KiB, Amazon ECS service quotas): nothing longer is looked through. */
export const maxCharacters = 65_536;

/*
 * Every pattern begins with a literal or with a bounded part before one, no quantifier is unbounded, and none stands within
 * another: the time for a text grows with its length, no more.
 */
const tokens: readonly RegExp[] = [
	/(?<![A-Za-z0-9])gh[oprsu]_[A-Za-z0-9_]{30}/,
	/(?<![A-Za-z0-9])github_pat_[A-Za-z0-9_]{22}/,
	/(?<![A-Za-z0-9])gl(?:agent|cbt|dt|ft|imt|pat|ptt|rt|soat)-[A-Za-z0-9_-]{20}/,
	/(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{10}/,
	/(?<![A-Za-z0-9])xapp-\d-[A-Za-z0-9-]{10}/,
	/(?<![A-Za-z0-9])[rs]k_(?:live|test)_[A-Za-z0-9]{16}/,
	/(?<![A-Za-z0-9])whsec_[A-Za-z0-9+/=]{24}/,
	/(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}/,
	/(?<![A-Za-z0-9])pypi-AgE[A-Za-z0-9_-]{50}/,
	/(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}/,
	/(?<![A-Za-z0-9])GOCSPX-[A-Za-z0-9_-]{28}/,
	/(?<![A-Za-z0-9])ya29\.[A-Za-z0-9_-]{20}/,
	/(?<![A-Za-z0-9])SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{32}/,
	/(?<![A-Za-z0-9])do[opr]_v1_[0-9a-f]{64}/,
	/(?<![A-Za-z0-9])dckr_[op]at_[A-Za-z0-9_-]{20}/,
	/(?<![A-Za-z0-9])hv[bs]\.[A-Za-z0-9_-]{24}/,
	/(?<![A-Za-z0-9])glsa_[A-Za-z0-9]{32}/,
	/(?<![A-Za-z0-9])shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}/,
	/(?<![A-Za-z0-9])NRAK-[A-Z0-9]{27}/,
	/(?<![A-Za-z0-9])dapi[0-9a-f]{32}/,
	/(?<![A-Za-z0-9])AGE-SECRET-KEY-1[0-9A-Z]{58}/,
	/(?<![A-Za-z0-9_-])sk-[A-Za-z0-9_-]{32}/,
	/(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,4000}\.eyJ[A-Za-z0-9_-]{10,4000}\./,
	/(?<![A-Za-z0-9])(?:Basic|Bearer)[ +]{1,3}[A-Za-z0-9+/=._~-]{16}/,
	/hooks\.slack\.com\/(?:services|triggers|workflows)\/T[A-Z0-9]{6}/,
];

/** The last one is PEM in Base64: `-----BEGIN ` with the kinds of keys that there are. */
const privateKeys: readonly RegExp[] = [
	/-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/,
	/LS0tLS1CRUdJTi(?:BQUklWQVRFIEtFW|BSU0EgUFJJVkFURSBLRV|BFQyBQUklWQVRFIEtFW|BPUEVOU1NIIFBSSVZBVEUgS0VZ|BFTkNSWVBURUQgUFJJVkFURSBLRV)/,
];

const inJson =
	/"[a-z_-]{0,40}(?:auth|password|passwd|secret|secret_?key|secret_?access_?key|private_?key|token|api_?key)\\{0,2}"\s{0,9}:\s{0,9}\\{0,2}"([^"\\]{1,200})/gi;
const inList =
	/(?:password|passwd|pwd|account_?key|shared_?access_?key|secret_?(?:access_?)?key|client_?secret|access_?token|api[_-]?key)\s{0,3}=\s{0,3}["']?([^\s;&,"']{1,200})/gi;

const matches =
	(...patterns: readonly RegExp[]) =>
	(text: string): boolean =>
		patterns.some((pattern) => pattern.test(text));

/** Whether a member or setting of one of these names has a value that may be a credential. */
const assigns = (pattern: RegExp, text: string): boolean =>
	[...text.matchAll(pattern)].some(([, value = ""]) => !isAllHoles(value) && !isHarmless(value));

interface Kind {
	/** With its article, for a sentence. */
	readonly text: string;
	/** Gets at most `mostCharacters`, as they are and with a mark for every placeholder. */
	readonly isIn: (text: string, marked: string) => boolean;
}

const kinds: readonly Kind[] = [
	{ text: "an AWS access key", isIn: matches(/(?<![A-Za-z0-9])A(?:KIA|SIA)[A-Z0-9]{16}(?![A-Za-z0-9])/) },
	{ text: "a private key", isIn: matches(...privateKeys) },
	{ text: "a token for a well-known service", isIn: matches(...tokens) },
	{
		text: "a dynamic reference that resolves to plain text",
		isIn: matches(/\{\{resolve:(?:secretsmanager|ssm-secure):/),
	},
	{
		text: "a connection string with a password",
		isIn: (_, marked) => addressPassword(marked) === "written" || assigns(inList, marked),
	},
	{ text: "credentials as JSON", isIn: (_, marked) => assigns(inJson, marked) },
];

/** The position in `kindTexts` of the kind of credential that a text holds; null when it holds none that is known here. */
export function credentialKindIn(text: string): number | null {
	const looked = text.slice(0, maxCharacters);
	const marked = markHoles(looked);
	const at = kinds.findIndex(({ isIn }) => isIn(looked, marked));
	return at < 0 ? null : at;
}

export const kindTexts: readonly string[] = kinds.map(({ text }) => text);

/** Whether a text with placeholders leaves the password of an address open. */
export const leavesPasswordOpen = (text: string): boolean =>
	addressPassword(markHoles(text.slice(0, maxCharacters))) === "open";

const longestAuthority = 512;
const masked = /^(?:\*{2,200}|%s|\{[^{}]{0,200}\})$/;

/** `jdbc:oracle:thin:user/password@…` (Oracle Database JDBC Developer's Guide, Database URLs and Database Specifiers). */
const ofOracle = /jdbc:oracle:[a-z0-9]{1,8}:[^/@\s]{1,128}\/([^@\s]{1,128})@/g;

/** Of the addresses in a text (`scheme://user:password@host`): whether a password is written in one, or stands open. */
function addressPassword(text: string): "written" | "open" | "none" {
	const passwords = [...urlPasswords(text), ...[...text.matchAll(ofOracle)].map(([, password = ""]) => password)];
	if (passwords.some((password) => password !== "" && !isAllHoles(password) && !masked.test(password)))
		return "written";
	return passwords.some(isAllHoles) ? "open" : "none";
}

function urlPasswords(text: string): readonly string[] {
	const passwords: string[] = [];
	for (let at = text.indexOf("://"); at >= 0; at = text.indexOf("://", at + 3)) {
		const rest = text.slice(at + 3, at + 3 + longestAuthority);
		const end = rest.search(/[/?#\s"'`\\]/);
		const authority = end < 0 ? rest : rest.slice(0, end);
		const [, password = ""] = /^[^:]*:(.*)@/.exec(authority) ?? [];
		passwords.push(password);
	}
	return passwords;
}

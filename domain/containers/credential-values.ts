import { isAllHoles } from "../../core/partial-text.ts";
import { markHoles } from "../../core/placeholders.ts";
import { isHarmless } from "./harmless-values.ts";

/** Largest size of a task definition (64 KiB, Amazon ECS service quotas); only this much of a value is scanned. */
export const maxCharacters = 65_536;

/*
 * Every pattern begins with a literal or with a bounded part before one, no quantifier is unbounded, and none is nested in
 * another, so that matching takes time linear in the length of the text.
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

/** The second pattern matches PEM encoded in Base64: `-----BEGIN ` with each kind of key. */
const privateKeys: readonly RegExp[] = [
	/-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/,
	/LS0tLS1CRUdJTi(?:BQUklWQVRFIEtFW|BSU0EgUFJJVkFURSBLRV|BFQyBQUklWQVRFIEtFW|BPUEVOU1NIIFBSSVZBVEUgS0VZ|BFTkNSWVBURUQgUFJJVkFURSBLRV)/,
];

const jsonCredential =
	/"[a-z_-]{0,40}(?:auth|password|passwd|secret|secret_?key|secret_?access_?key|private_?key|token|api_?key)\\{0,2}"\s{0,9}:\s{0,9}\\{0,2}"([^"\\]{1,200})/gi;
const assignedCredential =
	/(?:passw(?:or)?d|pwd|(?:account|shared_?access|secret(?:_?access)?)_?key|client_?secret|access_?token|api[_-]?key)\s{0,3}=\s{0,3}["']?([^\s;&,"']{1,200})/gi;

const matches =
	(...patterns: readonly RegExp[]) =>
	(text: string): boolean =>
		patterns.some((pattern) => pattern.test(text));

/** Whether the pattern matches a name with a value that may be a credential. */
const assignsCredential = (pattern: RegExp, text: string): boolean =>
	[...text.matchAll(pattern)].some(([, value = ""]) => !isAllHoles(value) && !isHarmless(value));

interface Kind {
	/** For messages, with its article. */
	readonly text: string;
	/** Receives at most `maxCharacters`, both as written and with a mark for every placeholder. */
	readonly isIn: (text: string, markedText: string) => boolean;
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
		isIn: (_, markedText) =>
			addressPassword(markedText) === "literal" || assignsCredential(assignedCredential, markedText),
	},
	{ text: "credentials as JSON", isIn: (_, markedText) => assignsCredential(jsonCredential, markedText) },
];

/** Index in `kindTexts` of the kind of credential that a text contains; null when it contains no known kind. */
export function credentialKindIn(text: string): number | null {
	const scanned = text.slice(0, maxCharacters);
	const markedText = markHoles(scanned);
	const at = kinds.findIndex(({ isIn }) => isIn(scanned, markedText));
	return at < 0 ? null : at;
}

export const credentialKinds: readonly string[] = kinds.map(({ text }) => text);

/** Whether the password of an address in the text is a placeholder. */
export const hasPlaceholderPassword = (text: string): boolean =>
	addressPassword(markHoles(text.slice(0, maxCharacters))) === "placeholder";

const maxAuthorityLength = 512;
const maskedPassword = /^(?:\*{2,200}|%s|\{[^{}]{0,200}\})$/;

/** `jdbc:oracle:thin:user/password@…` (Oracle Database JDBC Developer's Guide, Database URLs and Database Specifiers). */
const oracleAddress = /jdbc:oracle:[a-z0-9]{1,8}:[^/@\s]{1,128}\/([^@\s]{1,128})@/g;

/** Whether an address in a text (`scheme://user:password@host`) contains a password, or a placeholder for one. */
function addressPassword(text: string): "literal" | "placeholder" | "none" {
	const passwords = [...urlPasswords(text), ...[...text.matchAll(oracleAddress)].map(([, password = ""]) => password)];
	if (passwords.some((password) => password !== "" && !isAllHoles(password) && !maskedPassword.test(password)))
		return "literal";
	return passwords.some(isAllHoles) ? "placeholder" : "none";
}

function urlPasswords(text: string): readonly string[] {
	const passwords: string[] = [];
	for (let at = text.indexOf("://"); at >= 0; at = text.indexOf("://", at + 3)) {
		const rest = text.slice(at + 3, at + 3 + maxAuthorityLength);
		const end = rest.search(/[/?#\s"'`\\]/);
		const authority = end < 0 ? rest : rest.slice(0, end);
		const [, password = ""] = /^[^:]*:(.*)@/.exec(authority) ?? [];
		passwords.push(password);
	}
	return passwords;
}

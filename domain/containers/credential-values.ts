import { isAllHoles } from "../../core/partial-text.ts";
import { markHoles } from "../../core/placeholders.ts";
import { type Assignment, assignmentsIn, elementsIn } from "./assigned-values.ts";
import { decodeBase64 } from "./base64-text.ts";
import { type CredentialHint, credentialHintOf } from "./credential-names.ts";
import { isHarmless, isMixed, isNumber, isPlainSetting, looksRandom } from "./harmless-values.ts";
import { isAdminLogin, isAuthenticationScheme, isEncodedLogin, isLogin } from "./login-values.ts";
import { isPlaceholder } from "./placeholder-values.ts";
import { hasSecretAddress } from "./secret-addresses.ts";
import { isStandInFor } from "./stand-ins.ts";
import { containsOneOf, hasToken } from "./token-forms.ts";

/** Largest size of a task definition (64 KiB, Amazon ECS service quotas); only this much of a value is scanned. */
export const maxCharacters = 65_536;

/** The second pattern matches PEM encoded in Base64: `-----BEGIN ` with each kind of key. */
const privateKeys: readonly RegExp[] = [
	/-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/,
	/LS0tLS1CRUdJTi(?:BQUklWQVRFIEtFW|BSU0EgUFJJVkFURSBLRV|BFQyBQUklWQVRFIEtFW|BPUEVOU1NIIFBSSVZBVEUgS0VZ|BFTkNSWVBURUQgUFJJVkFURSBLRV)/,
];

/** crypt(3), bcrypt, Argon2, scrypt, and those of Apache, Django, LDAP and MySQL; Compose files write each $ twice. */
const passwordHashes: readonly RegExp[] = [
	/\${1,2}(?:1|5|6|7|y|gy|2[abxy]?|apr1|argon2(?:id|i|d)|scrypt|pbkdf2(?:-sha\d{1,3})?)\${1,2}[A-Za-z0-9./$,=+-]{16}/,
	/(?:pbkdf2_sha\d{1,3}|bcrypt_sha256|argon2)\$[A-Za-z0-9./$,=+-]{16}/,
	/\{(?:S?SHA(?:256|512)?|S?MD5|CRYPT)\}[A-Za-z0-9./$+=]{16}/,
	/^\*[0-9A-F]{40}$/,
];

const matches =
	(...patterns: readonly RegExp[]) =>
	({ text }: Scanned): boolean =>
		patterns.some((pattern) => pattern.test(text));

/** `io.example.token=INFO`. */
const logLevel = /^(?:trace|debug|info|warn|warning|error|fatal)$/i;

function isCredential({ name, value, isJson }: Assignment, hint: CredentialHint): boolean {
	if (hint === "none" || hint === "address" || hint === "code" || hint === "user") return false;
	if (holdsPlace(value) || isHarmless(value) || isStandInFor(name, value)) return false;
	if (logLevel.test(value)) return false;
	switch (hint) {
		case "secret":
			return true;
		case "setting":
			return !isNumber(value) && !isPlainSetting(value);
		case "key":
			return looksRandom(value);
		case "described":
			return isMixed(value) && !isPlainSetting(value);
		case "authentication":
			return isLogin(value) || isEncodedLogin(value) || (isJson && isMixed(value) && !isAuthenticationScheme(value));
	}
}

/** A placeholder, or a variable of the program that reads the text. */
const holdsPlace = (value: string): boolean => isPlaceholder(value) || /^\$\$?[A-Za-z_]/.test(value);

const isCredentialToCome = ({ name, value }: Assignment, hint: CredentialHint): boolean =>
	(hint === "secret" || hint === "setting") && (holdsPlace(value) || isStandInFor(name, value)) && !isHarmless(value);

/** The assignments of which this holds; the names of a long text repeat. */
function assignmentsThat(isWanted: typeof isCredential, assignments: readonly Assignment[]): readonly Assignment[] {
	const hints = new Map<string, CredentialHint>();
	return assignments.filter((assignment) => {
		const hint = hints.get(assignment.name) ?? credentialHintOf(assignment.name);
		hints.set(assignment.name, hint);
		return isWanted(assignment, hint);
	});
}

function assignmentsInside(text: string, marked: string): readonly Assignment[] {
	return /[=:\s,>]/.test(text) ? [...assignmentsIn(marked), ...elementsIn(text)] : [];
}

interface Kind {
	/** For messages, with its article. */
	readonly text: string;
	/** One of these is in every text of this kind; to look for them takes less time than to compile patterns. Absent: not known. */
	readonly marks?: readonly string[];
	readonly isIn: (scanned: Scanned) => boolean;
}

/** A text of at most `maxCharacters`, as it is written and with a mark for every placeholder, and the credentials that it assigns to names. */
interface Scanned {
	readonly text: string;
	readonly marked: string;
	readonly assignments: () => readonly Assignment[];
}

function scan(text: string): Scanned {
	const marked = markHoles(text);
	let found: readonly Assignment[] | null = null;
	const assignments = (): readonly Assignment[] => {
		found ??= assignmentsThat(isCredential, assignmentsInside(text, marked));
		return found;
	};
	return { text, marked, assignments };
}

const kinds: readonly Kind[] = [
	{
		text: "an AWS access key",
		marks: ["AKIA", "ASIA"],
		isIn: matches(/(?<![A-Za-z0-9])A(?:KIA|SIA)[A-Z0-9]{16}(?![A-Za-z0-9])/),
	},
	{ text: "a private key", marks: ["PRIVATE KEY", "LS0tLS1CRUdJTi"], isIn: matches(...privateKeys) },
	{ text: "a token for a well-known service", isIn: ({ text }) => hasToken(text) },
	{
		text: "an address that is a secret, as that of a webhook is",
		marks: ["/", "&sig="],
		isIn: ({ text }) => hasSecretAddress(text),
	},
	{ text: "a hash of a password", marks: ["$", "}", "*"], isIn: matches(...passwordHashes) },
	{
		text: "a dynamic reference that resolves to plain text",
		marks: ["{{resolve:"],
		isIn: matches(/\{\{resolve:(?:secretsmanager|ssm-secure):/),
	},
	{
		text: "a connection string with a password",
		marks: [":"],
		isIn: ({ marked }) => addressPassword(marked) === "literal",
	},
	{ text: "a user and a password", marks: [":", "%", "/"], isIn: ({ marked }) => isAdminLogin(marked) },
	{
		text: "options or settings with a credential",
		isIn: ({ assignments }) => assignments().some(({ isJson }) => !isJson),
	},
	{ text: "credentials as JSON", isIn: ({ assignments }) => assignments().length > 0 },
];

/** A word that is shorter than every token is of no kind. */
const shortWord = /^\w{0,14}$/;

/** Index in `kindTexts` of the kind of credential that a text contains; null when it contains no known kind. */
export function credentialKindIn(text: string): number | null {
	const scanned = text.slice(0, maxCharacters);
	const at = kindOf(scanned);
	if (at >= 0) return at;
	const decoded = decodeBase64(scanned.trim());
	const inside = decoded === null ? -1 : kindOf(decoded);
	return inside < 0 ? null : inside;
}

function kindOf(text: string): number {
	if (shortWord.test(text)) return -1;
	const scanned = scan(text);
	return kinds.findIndex(({ marks, isIn }) => containsOneOf(text, marks) && isIn(scanned));
}

export const credentialKinds: readonly string[] = kinds.map(({ text }) => text);

/** Whether a placeholder stands where the text has a credential: the password of an address, or what it assigns to the name of one. */
export function hasCredentialToCome(text: string): boolean {
	const scanned = text.slice(0, maxCharacters);
	const marked = markHoles(scanned);
	if (addressPassword(marked) === "placeholder") return true;
	return assignmentsThat(isCredentialToCome, assignmentsInside(scanned, marked)).length > 0;
}

const maxAuthorityLength = 512;
const maskedPassword = /^(?:\*{2,200}|x{3,200}|\{[^{}]{0,200}\}|\$\$?[A-Za-z_]\w{0,100})$/i;

/** `jdbc:oracle:thin:user/password@…` (Oracle Database JDBC Developer's Guide, Database URLs and Database Specifiers). */
const oracleAddress = /jdbc:oracle:[a-z0-9]{1,8}:[^/@\s]{1,128}\/([^@\s]{1,128})@/g;

/** `user:password@tcp(host:3306)/database`, as Go's drivers write addresses. */
const goAddress = /(?<![A-Za-z0-9_.-])[A-Za-z0-9_.-]{1,64}:([^\s@:/]{1,128})@(?:tcp|unix|udp)?\(/g;
/** PostgreSQL's password file: `host:5432:database:user:password`. */
const passwordFileLine = /^[*A-Za-z0-9_.-]{1,253}:(?:\d{1,5}|\*):[^:\s]{1,64}:[^:\s]{1,64}:([^:\s]{1,128})$/gm;

/** Whether an address in a text (`scheme://user:password@host`) contains a password, or a placeholder for one; `%s` is a program's own. */
function addressPassword(text: string): "literal" | "placeholder" | "none" {
	const passwords = [
		...urlPasswords(text),
		...[oracleAddress, goAddress, passwordFileLine].flatMap((form) =>
			[...text.matchAll(form)].map(([, password = ""]) => password),
		),
	];
	const written = passwords.filter((password) => password !== "" && password !== "%s");
	if (!written.every(isPasswordToCome)) return "literal";
	return written.length > 0 ? "placeholder" : "none";
}

const isPasswordToCome = (password: string): boolean =>
	isAllHoles(password) || maskedPassword.test(password) || (password.length <= 200 && isPlaceholder(password));

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

import { holeMark, isAllHoles } from "../../core/partial-text.ts";
import { markHoles } from "../../core/placeholders.ts";
import type { CredentialHint } from "./credential-names.ts";
import {
	canBeAccessKey,
	hasUuid,
	isCode,
	isHarmless,
	isHeaderName,
	isListOfKeys,
	isMixed,
	isNameOfKey,
	isNamePath,
	isNumber,
	isPlainName,
	isPlainSetting,
	isUuid,
} from "./harmless-values.ts";
import { judgeLogin } from "./login-values.ts";
import { splitIntoWords } from "./name-words.ts";
import { isPlaceholder } from "./placeholder-values.ts";
import { isStandInFor } from "./stand-ins.ts";
import { isTokenForAnyone } from "./token-forms.ts";

/** What is suspicious about a value, in words that never contain it. */
export interface Suspicion {
	readonly verdict: "credential" | "unknown";
	/** What the credential is, or why it cannot be decided. */
	readonly because: string;
}

const byName: Suspicion = { verdict: "credential", because: "its name indicates a credential" };
const byNameAndFormat: Suspicion = { verdict: "credential", because: "its name and format indicate a credential" };
const asLogin: Suspicion = { verdict: "credential", because: "its value has a user and a password" };
export const placeholder: Suspicion = { verdict: "unknown", because: "its value is a placeholder" };
const filledIn: Suspicion = { verdict: "unknown", because: "its value is filled in later" };
const path: Suspicion = { verdict: "unknown", because: "its value may be the name of a secret" };
const header: Suspicion = { verdict: "unknown", because: "its value may be the name of a header" };
const keyName: Suspicion = { verdict: "unknown", because: "its value may be the name of a key" };
const setting: Suspicion = { verdict: "unknown", because: "it may be a credential, or a setting of one" };
const method: Suspicion = { verdict: "unknown", because: "its value may be a credential, or a way to authenticate" };
const group: Suspicion = { verdict: "unknown", because: "its value may be a user and a password" };
const id: Suspicion = { verdict: "unknown", because: "its value may be a key, or an identifier" };

/** All that `judgeByName` returns: a position in this list may leave a hidden text. */
export const suspicions: readonly (Suspicion | null)[] = [
	byName,
	byNameAndFormat,
	asLogin,
	placeholder,
	filledIn,
	path,
	header,
	keyName,
	setting,
	method,
	group,
	id,
	null,
];

/** AWS_SECRET_ACCESS_KEY, s3SecretKey. */
const accessKeyName = /(?:access|secret)[_.-]?key/i;
/** Keys in a form that no short text has. */
const formattedKey = /(?:ssh|private|rsa|deploy) keys?$/;
/** Names of what may also be named by its path in a store. */
const mayBeNamed = /(?:secrets?|credentials?|creds)$/;

/** What is suspicious about a value under a name with this hint, apart from what the value alone shows; null for nothing. */
export function judgeByName(text: string, hint: CredentialHint, name: string): Suspicion | null {
	const value = withoutQuotes(text);
	switch (hint) {
		case "secret":
			return judgeSecret(value, name);
		case "setting":
			return isNumber(value) || isPlainSetting(value) ? null : judgeSecret(value, name);
		case "code":
			return isCode(value) ? byName : null;
		case "key":
			return (isListOfKeys(value) || hasUuid(value)) && !isTokenForAnyone(value)
				? byNameAndFormat
				: isUuid(value)
					? id
					: null;
		case "authentication":
		case "user":
			return judgeNameOfLogin(value, hint);
		case "described":
			return judgeDescribed(value);
		default:
			return null;
	}
}

const isFilledIn = (value: string): boolean => isAllHoles(markHoles(value));

/** `"yes"`, as lists of variables keep the quotes of a shell. */
const withoutQuotes = (text: string): string => /^\s{0,9}(["'])(.*)\1\s{0,9}$/s.exec(text)?.[2] ?? text;

/** `${DIR}/key.pem` is a path as `x/key.pem` is. */
const withHolesAsNames = (value: string): string =>
	markHoles(value.replace(/%[a-z_.]{2,60}%/g, "x")).replaceAll(holeMark, "x");

function judgeSecret(value: string, name: string): Suspicion | null {
	if (accessKeyName.test(name) && canBeAccessKey(value)) return byName;
	if (isHarmless(value) || isHarmless(withHolesAsNames(value))) return null;
	if (isFilledIn(value)) return filledIn;
	if (isPlaceholder(value) || isStandInFor(name, value)) return placeholder;
	const words = splitIntoWords(name).join(" ");
	if (mayBeNamed.test(words) && isNamePath(value)) return path;
	if (/(?:credentials?|creds)$/.test(words) && isPlainName(value)) return path;
	if (/(?:tokens?|api keys?)$/.test(words) && isHeaderName(value)) return header;
	if (formattedKey.test(words) && isNameOfKey(value)) return keyName;
	return byName;
}

function judgeNameOfLogin(value: string, hint: "authentication" | "user"): Suspicion | null {
	if (isFilledIn(value)) return hint === "user" ? null : filledIn;
	const judged = judgeLogin(markHoles(value), hint === "user");
	if (judged === "credential") return isPlaceholder(value) ? placeholder : asLogin;
	return judged === "none" ? null : hint === "user" ? group : method;
}

function judgeDescribed(value: string): Suspicion | null {
	if (isHarmless(value) || isPlainSetting(value)) return null;
	if (isFilledIn(value)) return filledIn;
	if (isPlaceholder(value)) return placeholder;
	return isMixed(value) ? byNameAndFormat : setting;
}

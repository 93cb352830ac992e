import { qualifierWords, splitIntoWords } from "./name-words.ts";

/**
 * What somebody else issues in a form of their own, so that no word is one; as a password of one's own it works.
 * The words of a name without those that only say which one it is: `api key` of `API_KEY_READ_ONLY`.
 */
const issued =
	/(?:token|apikey|api key|access key|access key id|aws secret key|(?:api|app|channel|client|consumer) secret|pat)s?$/;
const standIn =
	/^(?:change[-_ ]?(?:me|it|this)|dummy|example|placeholder|sample|fake|none|test)(?:[-_ ][a-z-_ ]{0,64})?$/i;

/** Words alone, and numbers after them: `local_dev_only_placeholder_secret`, `dummy-1`. */
const onlyWords = /^[A-Za-z]+\d{0,4}(?:[-_. ]{1,2}(?:[A-Za-z]+\d{0,4}|\d{1,4})){0,12}$/;
/** What calls itself no value is none, under whatever name. */
const denial = /^(?:dummy|placeholder)|^(?:fake|invalid|sample)s?$/;

/** Whether a text says that it is no value: `dummy`, `fake-token`, `…placeholder…`. A default password (`changeme`) says no such thing. */
export const deniesItself = (text: string): boolean => {
	const value = text.trim();
	return value.length <= 128 && onlyWords.test(value) && splitIntoWords(value).some((word) => denial.test(word));
};

/** Whether a text stands for the credential that its name calls for: it cannot be one, or only repeats the name. */
export function isStandInFor(name: string, text: string): boolean {
	const value = text.trim();
	const words = splitIntoWords(name);
	const own = words.slice(0, words.findLastIndex((word) => !qualifierWords.has(word)) + 1).join(" ");
	const isIssued = issued.test(own);
	return (isIssued && standIn.test(value)) || repeats(words, value, name, isIssued);
}

/**
 * `CLIENT_SECRET` under `IDP_CLIENT_SECRET`, and the name as it is written. In small letters (`db_password`) it is a password that works;
 * where others issue it, it is none.
 */
function repeats(words: readonly string[], value: string, name: string, isIssued: boolean): boolean {
	if (value.length > 128 || !/^[A-Za-z][A-Za-z0-9]*(?:[-_. ][A-Za-z0-9]+)*$/.test(value)) return false;
	if (value === name && words.length > 1) return true;
	if (!isIssued && value !== value.toUpperCase()) return false;
	const repeated = splitIntoWords(value);
	return repeated.length > 1 && ` ${words.join(" ")}`.endsWith(` ${repeated.join(" ")}`);
}

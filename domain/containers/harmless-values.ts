/** A separator and a name by turns: no part can be read in two ways, so the time grows with the length only. */
const path = /^(?:~|\.{1,2}|[A-Za-z]:|file:\/\/)?(?:[\\/][A-Za-z0-9._@ -]{1,64}){1,16}[\\/]?$/;
const arn = /^arn:[a-z0-9-]{1,32}:[a-z0-9-]{1,32}:/;
/** Addresses of a secret in a store that a program looks up by itself. */
const reference = /^(?:op|ssm|secretsmanager|vault):\/{0,3}[a-z]/i;
const yesOrNo = /^(?:true|false|yes|no|on|off|enabled|disabled|null|undefined)$/i;
/** A folder of the root has a short name; a longer one is rather a random text that begins with a slash. */
const longestSingleName = 24;

/** Whether a text says where a credential is, or that there is one, and is none itself: a path, an ARN, yes or no. */
export function isHarmless(text: string): boolean {
	const value = text.trim();
	return value === "" || yesOrNo.test(value) || arn.test(value) || reference.test(value) || isPath(value);
}

function isPath(value: string): boolean {
	if (!path.test(value)) return false;
	return value.length <= longestSingleName || value.split(/[\\/]/).filter((name) => name !== "").length > 1;
}

/** About the 40 characters that a secret access key of AWS has, which may begin with a slash; paths rarely have them all. */
const secretAccessKey = /^(?=.{0,64}[a-z])(?=.{0,64}[A-Z])(?=.{0,64}\d)[A-Za-z0-9/+]{32,64}$/;

/** Whether a text may be a secret access key, though it may pass for a path. */
export const mayBeAccessKey = (text: string): boolean => secretAccessKey.test(text.trim());

const keyForm = /^[A-Za-z0-9_+/=.-]{16,512}$/;
const partMarks = /[_+/=.-]/;
const shortestRandomPart = 16;
/** In words digits come together, at the end. */
const minChanges = 3;

/** Whether a text looks like a key that somebody was given: one word that letters and digits take turns in. */
export function looksRandom(text: string): boolean {
	const value = text.trim();
	if (!keyForm.test(value) || isHarmless(value)) return false;
	return value
		.split(partMarks)
		.some((part) => part.length >= shortestRandomPart && (part.match(/\d+/g) ?? []).length >= minChanges);
}

export const isNumber = (text: string): boolean => /^\s{0,9}[+-]?\d{1,30}(?:\.\d{1,30})?\s{0,9}$/.test(text);

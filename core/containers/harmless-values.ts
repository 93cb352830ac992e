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

export const isNumber = (text: string): boolean => /^\s{0,9}[+-]?\d{1,30}(?:\.\d{1,30})?\s{0,9}$/.test(text);

/** Separators and names alternate, so that no part can match in two ways and matching takes linear time. */
const path = /^(?:~|\.{1,2}|[A-Za-z]:|file:\/\/)?(?:[\\/][A-Za-z0-9._@ -]{1,64}){1,16}[\\/]?$/;
const arn = /^arn:[a-z0-9-]{1,32}:[a-z0-9-]{1,32}:/;
/** References to a secret in a store, which the program looks up by itself. */
const secretReference = /^(?:op|ssm|secretsmanager|vault):\/{0,3}[a-z]/i;
const booleanWord = /^(?:true|false|yes|no|on|off|enabled|disabled|null|undefined)$/i;
/** Folders below the root have short names; a longer one is more likely a random string that begins with a slash. */
const maxSingleNameLength = 24;

/** Whether a text only refers to a credential, or is no credential at all: a path, an ARN, a reference, true or false. */
export function isHarmless(text: string): boolean {
	const value = text.trim();
	return value === "" || booleanWord.test(value) || arn.test(value) || secretReference.test(value) || isPath(value);
}

function isPath(value: string): boolean {
	if (!path.test(value)) return false;
	return value.length <= maxSingleNameLength || value.split(/[\\/]/).filter((name) => name !== "").length > 1;
}

/** About 40 characters of mixed case and digits, like an AWS secret access key, which may begin with a slash; paths rarely match. */
const secretAccessKey = /^(?=.{0,64}[a-z])(?=.{0,64}[A-Z])(?=.{0,64}\d)[A-Za-z0-9/+]{32,64}$/;

/** Whether a text may be an AWS secret access key, even if it looks like a path. */
export const canBeAccessKey = (text: string): boolean => secretAccessKey.test(text.trim());

const keyForm = /^[A-Za-z0-9_+/=.-]{16,512}$/;
const separators = /[_+/=.-]/;
const minRandomPartLength = 16;
/** Words have few separate runs of digits, mostly one at the end. */
const minDigitRuns = 3;

/** Whether a text looks like a generated key: a long part in which letters and digits alternate. */
export function looksRandom(text: string): boolean {
	const value = text.trim();
	if (!keyForm.test(value) || isHarmless(value)) return false;
	return value
		.split(separators)
		.some((part) => part.length >= minRandomPartLength && (part.match(/\d+/g) ?? []).length >= minDigitRuns);
}

export const isNumber = (text: string): boolean => /^\s{0,9}[+-]?\d{1,30}(?:\.\d{1,30})?\s{0,9}$/.test(text);

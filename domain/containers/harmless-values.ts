import { isPublishableKey } from "./publishable-keys.ts";

/** Separators and names alternate, so that no part can match in two ways and matching takes linear time. */
const path = /^(?:~|\.{1,2}|[A-Za-z]:|(?:file|classpath):(?:\/\/)?)?(?:[\\/][A-Za-z0-9._@ -]{1,64}){1,16}[\\/]?$/;
/** `file:keys/sa.json`, `classpath:jwt.pem`, `env:NAME`. */
const located = /^(?:file|classpath|env):[A-Za-z0-9._@ /\\-]{1,512}$/;
/** A relative path that ends as files with credentials do: `keys/sa.json`. */
const fileName = new RegExp(
	`^(?:[A-Za-z0-9._@ -]{1,64}[\\\\/]){0,16}[A-Za-z0-9._@ -]{1,64}\\.(?:${[
		"asc|cer|cert|cfg|conf|crt|csr|der|env|gpg|ini|jks|json|kdbx|key|keystore|keytab|p12|p8|pem|pfx|pkcs12|ppk|properties",
		"pub|toml|txt|xml|ya?ml",
	].join("|")})$`,
	"i",
);
const keyFileName = /^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/;
const arn = /^arn:[a-z0-9-]{1,32}:[a-z0-9-]{1,32}:/;
/** References to a secret in a store, which the program looks up by itself. */
const secretReferences: readonly RegExp[] = [
	/^(?:op|ssm|secretsmanager|vault|bao|keyvault|akv|azkv|azurekeyvault):\/{0,3}[a-z]/i,
	/^(?:gcpsm|awssm|awsssm|awssecretsmanager|aws-ssm|aws-sm|doppler|infisical|chamber):\/{0,3}[a-z]/i,
	/^(?:ref\+[a-z]{2,32}:\/\/|sm:\/\/|secrets?:\/\/|!secret |alias\/[a-z0-9]|@Microsoft\.KeyVault\()/i,
	/^projects\/[a-z0-9-]{1,64}\/(?:secrets|locations)\//,
];
/** Jasypt, Spring Cloud Config, SOPS, Ansible, AWS KMS, OpenSSL, age and PGP mark what they have encrypted so. */
const encrypted =
	/^(?:ENC\(|\{cipher\}|ENC\[AES256_GCM,|\$ANSIBLE_VAULT;|AQ[IE]CAH|U2FsdGVkX1|-----BEGIN (?:AGE ENCRYPTED FILE|PGP MESSAGE))/;
const publicKeys: readonly RegExp[] = [
	/^(?:ssh-(?:rsa|dss|ed25519) |ecdsa-sha2-|sk-ssh-|sk-ecdsa-|age1[0-9a-z]{50})/,
	/^(?:-----BEGIN (?:[A-Z0-9 ]{0,40}PUBLIC KEY|CERTIFICATE|X509)|LS0tLS1CRUdJTi(?:BQVUJMSUMg|BDRVJUSUZJQ0FUR))/,
];
const booleanWord = /^(?:true|false|yes|no|on|off|y|n|enabled|disabled|null|none|nil|undefined)$/i;
/** Folders below the root have short names; a longer one is more likely a random string that begins with a slash. */
const maxSingleNameLength = 24;

/**
 * Whether a text only refers to a credential, or is none at all: a path, an ARN, a reference, what is encrypted or public,
 * true or false.
 */
export function isHarmless(text: string): boolean {
	const value = text.trim();
	if (value === "" || booleanWord.test(value) || isPath(value)) return true;
	const forms = [arn, located, fileName, keyFileName, encrypted, ...secretReferences, ...publicKeys];
	return isPublishableKey(value) || forms.some((form) => form.test(value));
}

function isPath(value: string): boolean {
	if (!path.test(value)) return false;
	return value.length <= maxSingleNameLength || value.split(/[\\/]/).filter((name) => name !== "").length > 1;
}

/** About 40 characters of mixed case and digits, like an AWS secret access key, which may begin with a slash; paths rarely match. */
const secretAccessKey = /^(?=.{0,64}[a-z])(?=.{0,64}[A-Z])(?=.{0,64}\d)[A-Za-z0-9/+]{32,64}$/;

/** Whether a text may be an AWS secret access key, even if it looks like a path. */
export const canBeAccessKey = (text: string): boolean => secretAccessKey.test(text.trim());

const keyForm = /^[A-Za-z0-9_+/=.:-]{16,16384}$/;
const separators = /[_+/=.:-]/;
const minRandomPartLength = 16;
/** Words have few separate runs of digits, mostly one at the end. */
const minDigitRuns = 3;

/** Whether a text looks like a generated key: a long part in which letters and digits alternate. */
export function looksRandom(text: string): boolean {
	const value = text.trim();
	if (!keyForm.test(value) || isHarmless(value) || isFileOfObject(value)) return false;
	const parts =
		/^[A-Za-z0-9+/]{20,16384}={0,2}$/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value)
			? [value]
			: value.split(separators);
	return parts.some((part) => part.length >= minRandomPartLength && (part.match(/\d+/g) ?? []).length >= minDigitRuns);
}

/** `exports/c5d3….csv`, `app-c5d3….css`: names of objects in a store and of files that contain their hash. */
const isFileOfObject = (value: string): boolean =>
	/^(?:[a-z][a-z-]{2,64}\/){1,8}[\w.-]{1,256}$/.test(value) ||
	/^[a-z][\w-]{0,128}[.-][\w-]{1,128}\.[a-z]{2,5}$/.test(value);

/** Sixteen numbers and more, or generated keys, in a list: `[1,3,5, …]`. */
export function isListOfKeys(text: string): boolean {
	if (isHarmless(text)) return false;
	const parts = text
		.slice(0, 4096)
		.replace(/[[\]"'\s]/g, "")
		.split(",");
	return parts.length > 1 && parts.every((part) => /^(?:0x)?[0-9a-f]{1,3}$/i.test(part))
		? parts.length >= 16
		: parts.some(looksRandom);
}

/** The pattern of a UUID, in lower case. */
export const uuidPattern = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const uuid = new RegExp(`^${uuidPattern}$`, "i");
const prefixedUuid = new RegExp(`^[A-Za-z]{2,12}[-_]${uuidPattern}$`, "i");
/** `sdk-` and a UUID. */
export const hasUuid = (text: string): boolean => prefixedUuid.test(text.trim());
export const isUuid = (text: string): boolean => uuid.test(text.trim());

export const isNumber = (text: string): boolean => /^\s{0,9}[+-]?\d{1,30}(?:\.\d{1,30})?\s{0,9}$/.test(text);

/** A code that a person types in: ADMIN_PIN=4829, ACCESS_CODE=4829-1183. */
export const isCode = (text: string): boolean => /^\s{0,9}\d{4,12}(?:[ -]\d{2,8}){0,3}\s{0,9}$/.test(text);

const plainSetting: readonly RegExp[] = [
	/^\d{1,9} ?(?:ms|s|m|h|d|w|y|sec|secs|seconds?|mins?|minutes?|hours?|days?|weeks?|months?|years?)$/i,
	/^[a-z]{2}(?:[-_][a-z]{2})?$/i,
	/^(?:[hrep]s(?:256|384|512)|eddsa|sha-?\d{1,3}|md5|aes[\w-]{0,16}|bcrypt|scrypt|argon2(?:id|i|d)?|pbkdf2)$/i,
	/^[A-Za-z_]\w{0,64}(?:\.[A-Za-z_]\w{0,64}){2,10}$/,
	/^v?\d{1,5}(?:\.\d{1,5}){1,3}$/,
	/^(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?::\d{1,5})?$/i,
	/^(?:localhost|[a-z0-9-]{1,63}):\d{1,5}$/i,
	/^[+\w.-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}$/i,
	/^https?:\/\/[^\s@?]{1,512}$/i,
	/^(?:always|never|auto|manual|optional|required|prompt|debug|info|warn|error|strict|lax|low|medium|high)$/i,
];

/** Whether a text is what settings are: a number, a time, a language, a host, an address, a mail address, a choice. */
export const isPlainSetting = (text: string): boolean =>
	isNumber(text) || plainSetting.some((form) => form.test(text.trim()));

/** Whether a text that is no word has letters beside digits or signs, as passwords have, and setting rarely have. */
export const isMixed = (text: string): boolean => {
	const value = text.trim();
	return value.length >= 8 && /^\S{8,512}$/.test(value) && /[A-Za-z]/.test(value) && /\d|[!@#$%^&*+=?~()]/.test(value);
};

/** `prod/shop/db`: may be the name of a secret in a store. */
export const isNamePath = (text: string): boolean =>
	/^[a-z][a-z0-9_-]{0,64}(?:\/[a-z][a-z0-9_.-]{0,64}){1,9}$/.test(text.trim());

/** `broker_keystore_creds`: words alone, as names of files and of secrets are. */
export const isPlainName = (text: string): boolean => /^[a-z0-9]{1,32}(?:[-_.][a-z0-9]{1,32}){1,9}$/.test(text.trim());

/** `X-Auth-Token`. */
export const isHeaderName = (text: string): boolean =>
	/^[A-Z][a-z0-9]{0,20}(?:-[A-Z][a-z0-9]{1,20}){1,6}$/.test(text.trim());

/** `my-key-pair`: too short and too plain for a private key. */
export const isNameOfKey = (text: string): boolean =>
	/^[A-Za-z]{1,24}(?:[-_.][A-Za-z0-9]{1,24}){0,5}$/.test(text.trim());

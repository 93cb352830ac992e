import { wordSet } from "../../core/text.ts";

/** Characters of a variable's name that are checked; the rest is ignored. */
const maxNameLength = 255;

/** Word endings: PGPASSWORD, authToken, CLIENTSECRET. */
const wordEnds =
	/(?:password|passwd|passphrase|passcode|secret|token|credential|(?:api|secret|private|access|license|auth|encryption|signing|master|shared)key)s?$/;
/** These count only as the last word: DB_PASS and GITHUB_PAT, but not PASS_THROUGH. */
const lastWords = new Set(["pass", "pwd", "pw", "pat", "cred", "creds", "dbpass", "userpass", "rootpass", "smtppass"]);
/** Words that make the `key` after them a secret; CACHE_KEY and PARTITION_KEY are not secret. */
const secretKeyQualifiers = wordSet(`
	access account admin aes api app application auth authentication client cookie crypto deploy encryption encrypt
	hmac jwt license licence master private rsa secret service session shared sign signing ssh storage subscription
	webhook
`);
/** Words that make the `key` after them a location, a name or public; after any other word the value decides. */
const harmlessKeyQualifiers = wordSet(`
	aggregate array attribute bucket cache certificate column composite config context correlation data dedup
	deduplication document entity event feature file filter flag foreign gpg group hash header host id idempotency
	index issue item job join kms label lock lookup map message metadata metric model natural object order param
	parameter parent partition path pgp prefix primary project property queue range record registry rate region root
	route routing row s schema search set setting settings shard signature site sort state storage stream surrogate
	table tag temp tenant topic translation trace tree unique user value verify version
`);
/** Two or three words that together name a credential. */
const phrases = [
	"access key id",
	"basic auth",
	"engine auth data",
	"redis auth",
	"vault secret id",
	"docker auth config",
];

/** Words after the credential's that make the variable describe it: TOKEN_TTL_SECONDS, PASSWORD_MIN_LENGTH, SECRET_ARN. */
const attributeWords = wordSet(`
	age algorithm alg arn attempts audience auth authentication backend bucket bytes capacity chars class column
	complexity cost count digits days dir directory driver duration enabled enable encoder encoding endpoint engine
	env expiration expire expires expiry field file filename folder format grant hasher hashing header history host
	hours id ids interval issuer iterations key keys kind leeway length level lifetime limit location lockout
	manager max method milliseconds min mins minutes mode ms name names namespace param parameter path pattern per
	period plugin policy port prefix property provider reference ref refresh regex region required reset retention
	role rotation rounds scheme scope scopes seconds secs service size source store strategy strength suffix table
	template timeout ttl type uri url user username validation validity validator version window
`);
/** Words before the credential's that make the variable a setting: MYSQL_ALLOW_EMPTY_PASSWORD=1, MAX_TOKENS=4096. */
const settingWords = wordSet(`
	allow allowed check disable enable force generate has hide is log mask max maximum min minimum no number num
	random require required rotate show skip use validate verify
`);
const publicWords = new Set(["public", "publishable"]);

/**
 * What a variable's name suggests about its value. `secret`: a credential; `setting`: a credential, unless the value is a
 * plain number; `key`: a credential if the value looks like one; `address`: an address that may contain a password; `none`.
 */
export function credentialHintOf(name: string): "secret" | "setting" | "key" | "address" | "none" {
	const words = splitIntoWords(name);
	const at = words.findLastIndex((_, index) => isCredential(words, index));
	if (at < 0) return isAddress(words) ? "address" : isKey(words) ? "key" : "none";
	if (words.slice(at + 1).some((word) => attributeWords.has(word))) return "none";
	if (words.some((word) => publicWords.has(word))) return "none";
	return words.slice(0, at).some((word) => settingWords.has(word)) ? "setting" : "secret";
}

/** `dbPassword2`, `DB_PASSWORD_2` and `db.password` all give the words db and password. */
function splitIntoWords(name: string): readonly string[] {
	return name
		.slice(0, maxNameLength)
		.replace(/([a-z0-9])([A-Z])/g, "$1 $2")
		.replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
		.toLowerCase()
		.split(/[^a-z0-9]/)
		.map((word) => word.replace(/\d+$/, ""))
		.filter((word) => word !== "");
}

function isCredential(words: readonly string[], at: number): boolean {
	const word = words[at] ?? "";
	const before = words[at - 1] ?? "";
	if (wordEnds.test(word)) return true;
	if (word === "key" || word === "keys") return secretKeyQualifiers.has(before);
	if (at === words.length - 1) return (lastWords.has(word) && before !== "proxy") || endsWithPhrase(words);
	return false;
}

/** STRIPE_KEY, but not SORT_KEY. */
function isKey(words: readonly string[]): boolean {
	const [before, last] = words.slice(-2);
	if (before === undefined || (last !== "key" && last !== "keys")) return false;
	return !harmlessKeyQualifiers.has(before) && !words.some((word) => publicWords.has(word));
}

const endsWithPhrase = (words: readonly string[]): boolean => {
	const name = ` ${words.join(" ")}`;
	return phrases.some((phrase) => name.endsWith(` ${phrase}`));
};

const dataStores = wordSet(`
	amqp broker celery database db jdbc kafka ldap mail mailer mongo mongodb mysql pg postgres postgresql rabbitmq
	redis smtp sql
`);

/** DATABASE_URL, SENTRY_DSN, ConnectionStrings__Default. */
function isAddress(words: readonly string[]): boolean {
	const last = words.at(-1) ?? "";
	if (last === "dsn") return true;
	if (words.some((word, at) => word === "connection" && /^strings?$/.test(words[at + 1] ?? ""))) return true;
	return (last === "url" || last === "uri") && words.some((word) => dataStores.has(word));
}

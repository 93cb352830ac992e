import { wordSet } from "../word-set.ts";
import { attributeWords, qualifierWords, secretKeyQualifiers, splitIntoWords } from "./name-words.ts";
import { isPublicName, isPublicWord } from "./public-names.ts";

const credentialWords = wordSet(`
	contrasena contrasenas credential credentials haslo heslo kennwort kennworts losenord mnemonic parola passcode
	passcodes passphrase passphrases passwd passwds password passwords passwort passworts psk salasana secret secrets
	senha senhas sifre token tokens wachtwoord
`);
/** These count only as the last word: DB_PASS and GITHUB_PAT, but not PASS_THROUGH. */
const lastWords = wordSet("pass pwd pswd psw pw pword passw passwrd pwrd pat cred creds salt pepper mdp");
/** Before `pat`, which is short for a pattern then. */
const patternWords = wordSet("date exclude file glob include log match name path regex search url");
const notBeforeLastWords = wordSet("proxy first second third render single multi dry encoder decoder");
/** Words that make the `key` after them a location, a name or public; after any other word the value decides. */
const harmlessKeyQualifiers = wordSet(`
	aggregate array attribute authorized bucket cache certificate column composite config context correlation data dedup
	deduplication document entity event feature file filter fingerprint flag foreign gpg group hash header host id idempotency
	index issue item job join kms label lock lookup map message metadata metric model natural object order param
	parameter parent partition path pgp prefix primary project property queue range rate record region registry
	root route routing row s schema search set setting settings shard signature site sort state surrogate
	table tag temp tenant topic translation trace tree unique user value verification verify verifying version
`);
/** Last words of names of what is a key if it looks like one. */
const keyLikeWords = wordSet(`
	ak bearer cipher crypto encrypt hmac jks keyring keystore keytab licence license p pfx phpsessid session sessionid
	shared sk
`);
/** Words that together name a credential. */
const phrases = [
	"access key id",
	"basic auth",
	"engine auth data",
	"redis auth",
	"rediscli auth",
	"vault secret id",
	"approle secret id",
	"role secret id",
	"root token id",
	"docker auth config",
	"docker config json",
	"dockerconfigjson",
	"mot de passe",
	"seed phrase",
	"recovery phrase",
	"totp seed",
	"otp seed",
	"wallet seed",
	"honeycomb team",
	"pagerduty routing key",
	"logged in key",
	"key base",
	"replica set key",
	"snmp community",
	"community string",
	"join key",
	"joinkey",
	"pass phrase",
	"pass word",
	"pass code",
	"weather appid",
	"openweather appid",
	...["erlang", "erl", "rabbitmq", "release", "node", "cluster", "distribution", "beam"].map(
		(word) => `${word} cookie`,
	),
];
/** The last words of a name whose value is a short number: ADMIN_PIN=4829. */
const codes =
	/(?:^| )(?:pin|pin code|access code|unlock code|security code|entry code|otp|totp|mfa code|backup code|pairing code)$/;
/** The last words of a name whose value decides in the same way as that of a key: a name of a secret, or the secret. */
const openEndings =
	/(?:^| )(?:(?:pull|tls|ingress) secrets?|cookie|(?:keystore|truststore|ssl key|sslkey) credentials|(?:password|passwd|token|secret|pass) hash)$/;

/** Words before the credential's that make the variable a setting: MYSQL_ALLOW_EMPTY_PASSWORD=1, MAX_TOKENS=4096. */
const settingWords = wordSet(`
	allow allowed auto check disable enable force generate has hide is log mask max maximum min minimum no number num
	random require required rotate show skip use validate verify
`);
/** Words before the others that make the variable a flag: ENABLE_AUTH, USE_DATABASE_URL. */
const flagWords = wordSet("disable enable has is require skip use");
/** Marks in the texts of language models: EOS_TOKEN. */
const markWords = wordSet("bos cls eos pad sep special stop unk");
/** Words before `key`, not necessarily right before it, that make it a secret: JwtSettings__Key. */
const cryptoWords = new Set(["encryption", "jwt", "hmac", "signing", "crypto"]);
/** The first words of names of what holds many credentials or names them: TABLE_API_TOKENS. */
const containerWords = wordSet(`
	bucket channel collection column dir directory feature field file flag header index label path queue route stream table topic
`);
const plural = /^(?:tokens|secrets|passwords|credentials|keys)$/;
/** SharedAccess_Key. */
const gluedQualifier = /.(?:access|secret|private|encryption|signing|master|storage|account)$/;
/** Bundler's credentials of a host: BUNDLE_GEMS__EXAMPLE__COM. */
const bundlerHost = /^BUNDLE_[A-Z0-9_]{1,64}__[A-Z]{2,16}$/;
/** The last words of a name under which `user:secret` and `user/secret` are credentials. */
const authenticationWords = wordSet("auth authentication authorization basicauth userinfo userpass userpwd");
const userWords = wordSet("account accounts login logins user users");
const dataStores = wordSet(`
	amqp broker celery database db jdbc kafka ldap mail mailer mongo mongodb mysql pg postgres postgresql rabbitmq
	redis smtp sql
`);
/** Words of addresses at which a data store's name is that of the program: KAFKA_JWKS_ENDPOINT_URL. */
const otherAddresses = wordSet("callback console dashboard docs endpoint issuer jwks redirect registry ui");

/**
 * What a variable's name suggests about its value. `secret`: a credential; `setting`: a credential, unless the value is a
 * plain number; `code`: a credential if it is a number; `key`: a credential if the value looks like one; `authentication`
 * and `user`: a credential if the value is a user and a secret; `described`: a credential or something about one, which the value may
 * tell; `address`: an address that may contain a password; `none`.
 */
export type CredentialHint =
	| "secret"
	| "setting"
	| "code"
	| "key"
	| "authentication"
	| "user"
	| "described"
	| "address"
	| "none";

export function credentialHintOf(name: string): CredentialHint {
	const words = splitIntoWords(name);
	const text = words.join(" ");
	if (isPublicName(words)) return "none";
	if (codes.test(text)) return "code";
	if (openEndings.test(text) && !endsWithPhrase(text)) return words.some(isPublicWord) ? "none" : "key";
	if (bundlerHost.test(name)) return "authentication";
	const at = words.findLastIndex((_, index) => isCredential(words, index));
	if (at < 0) return hintWithoutCredential(words);
	const after = words.slice(at + 1);
	if (containerWords.has(words[0] ?? "") && at > 0 && plural.test(words[at] ?? "")) return "key";
	if (after.some(isAttribute) || words.some(isPublicWord)) return "none";
	if (after.some((word) => !qualifierWords.has(word))) return "described";
	const before = words.slice(0, at);
	if (/^tokens?$/.test(words[at] ?? "") && before.some((word) => markWords.has(word))) return "none";
	return hasNumbers(words[at] ?? "") || before.some((word) => settingWords.has(word)) ? "setting" : "secret";
}

/** PASSWORD_VALIDATOR and PASSWORD_VALIDATORS. */
const isAttribute = (word: string): boolean => attributeWords.has(word) || attributeWords.has(word.replace(/s$/, ""));
/** What is counted (SUMMARY_TOKENS=800), or may be a number of rounds. */
const hasNumbers = (word: string): boolean => word === "tokens" || word === "salt";

function hintWithoutCredential(words: readonly string[]): CredentialHint {
	if (words.slice(0, -1).some((word) => flagWords.has(word))) return "none";
	if (isAddress(words)) return "address";
	if (isKey(words)) return "key";
	const last = words.findLast((word) => !qualifierWords.has(word)) ?? "";
	if (words.some(isPublicWord)) return "none";
	if (
		(last === "users" || words.join(" ").endsWith("user info")) &&
		words.some((word) => authenticationWords.has(word))
	)
		return "authentication";
	if (userWords.has(last) || /(?:^| )(?:smtp|mail) auth/.test(words.join(" "))) return "user";
	if (last === "jwt") return "described";
	return authenticationWords.has(last) ? "authentication" : "none";
}

function isCredential(words: readonly string[], at: number): boolean {
	const word = words[at] ?? "";
	const before = words[at - 1] ?? "";
	if (credentialWords.has(word)) return true;
	if (/^keys?$/.test(word) && words.slice(0, at).some((other) => cryptoWords.has(other))) return true;
	if (/^keys?$/.test(word) && (secretKeyQualifiers.has(before) || gluedQualifier.test(before))) return true;
	if (words.slice(at + 1).some((other) => !qualifierWords.has(other))) return false;
	if (word === "salt") return at === words.length - 1 && !words.includes("cache");
	if (word === "pat" && patternWords.has(before)) return false;
	if (lastWords.has(word)) return !notBeforeLastWords.has(before);
	return at === words.length - 1 && endsWithPhrase(words.join(" "));
}

/** STRIPE_KEY, KEY, CONSUL_ENCRYPT, but not SORT_KEY. */
function isKey(words: readonly string[]): boolean {
	const last = words.at(-1) ?? "";
	if (words.some(isPublicWord) || words.join(" ").startsWith("lets encrypt ")) return false;
	if (keyLikeWords.has(words.findLast((word) => !qualifierWords.has(word)) ?? "")) return true;
	return (last === "key" || last === "keys") && !harmlessKeyQualifiers.has(words.at(-2) ?? "");
}

const endsWithPhrase = (text: string): boolean => phrases.some((phrase) => ` ${text}`.endsWith(` ${phrase}`));

/** DATABASE_URL, SENTRY_DSN, ConnectionStrings__Default. */
function isAddress(words: readonly string[]): boolean {
	const last = words.at(-1) ?? "";
	if (last === "dsn") return true;
	if (words.some((word, at) => word === "connection" && /^strings?$/.test(words[at + 1] ?? ""))) return true;
	const isOfStore = (last === "url" || last === "uri") && words.some((word) => dataStores.has(word));
	return isOfStore && !words.some((word) => otherAddresses.has(word));
}

import { wordSet } from "../word-set.ts";

/** Characters of a variable's name that are checked; the rest is ignored. */
const maxNameLength = 255;

/** Words before `key` that make it a secret: API_KEY; CACHE_KEY and PARTITION_KEY are none. */
export const secretKeyQualifiers: ReadonlySet<string> = wordSet(`
	access account admin aes api app application auth authentication cipher client cookie crypt crypto deploy enc
	encrypt encryption enroll enrollment fernet gossip hmac jwt licence license logged master nonce preshared priv
	private psk pvt recovery rndc rsa sec secret secure service session setup shared sign signing ssh storage
	subscription symmetric tsig unseal webhook wpa
`);

/** Words after the credential's that make the variable describe it: TOKEN_TTL_SECONDS, PASSWORD_MIN_LENGTH, SECRET_ARN. */
export const attributeWords: ReadonlySet<string> = wordSet(`
	addr address age alg algo algorithm allowed arn attempts attribute audience audiences auth authentication backend
	bits bucket budget bytes cache capacity category chain change chars charset claim claims class cmd color column
	columns command complexity concurrency config confirm confirmation contract cost count currency debug decimals
	default depth description digest digits dir directory disabled domain driver duration email enable enabled encoder
	encoding encryption endpoint engine env exp expiration expire expired expires expiry field fields file filename
	files filter flow folder forced forgot format generator grace grant group groups handler hasher hashing header
	headers help helper hint history hook host hostname hosts hours icon id ids image in index info interval
	introspection issuer iterations job jwks key keys kind label language leeway length letters level lifetime limit
	limits locale location lockout log login logo manager mapping max message method methods milliseconds min mins
	minutes mode model ms name names namespace network options order origin origins overlap owner page param parameter
	params path pattern per percent percentage period placeholder plugin policy pool port prefix price process project
	prompt property protocol provider providers queue rate ratio realm recover ref reference refresh regex region
	registry replicas requests require required reset resolver retention retries reuse revision ring role roles rotation
	rounds rule rules schema scheme scope scopes score seconds secs secure separator server service sid size source
	special ssl stage status stdin store strategy strength subject suffix supply symbol table tag tags target template
	text theme threads threshold timeout timezone title topic transport ttl type types tz uri url urls user username
	users validation validator validity var variable version view visibility visible volume window workers zone
`);

/** Words after the credential's that say which one it is: DB_PASSWORD_PROD, TOKEN_GITHUB. */
export const qualifierWords: ReadonlySet<string> = wordSet(`
	a admin again alt api app application aws azure b b64 backend backup base base64 basic bot ci client cloud
	cloudflare cloudwatch consumer current data database datadog db deploy dev development discord docker e2e elastic
	external first frontend gcp git github gitlab global google grafana internal jira kafka ldap live local mail main
	master mongo mongodb mqtt mysql new npm old only openai other phrase postgres postgresql pre preprod previous
	primary private prod producer production public qa rabbitmq read reader readonly readwrite redis replica replication
	ro root rw s3 sandbox second secondary sentry shared slack slave smtp staging stg string stripe super superuser
	system telegram test testing tmp twilio uat v value vault web word worker write writer x y z
`);

const longCore =
	/^(.{0,250})(passwords?|passwds?|passphrases?|passcodes?|passworts?|kennworts?|wachtwoord|secrets?|tokens?|credentials?)(.{0,40})$/;
const keyCore = new RegExp(
	`^(.{0,240}?)(${[...secretKeyQualifiers].sort((a, b) => b.length - a.length).join("|")})(keys?)(.{0,40})$`,
);
const shortEnding = /^(.{2,250}?)(pass|pwd|pswd|psw|pw|pword|passw|passwrd|creds|auth|cookie|key)$/;
const gitPat = /^(.{0,240}(?:git|hub|lab|gh|devops|azure))(pat)$/;

/** Words that only end as these do. */
const wholeWords = wordSet(`
	allpass bandpass bypass compass encompass firstpass highpass keepass lastpass lowpass multipass onepass outpass overpass
	renderpass singlepass subpass surpass trespass twopass underpass
	oauth oldpwd xauth
	donkey hickey hockey hotkey jockey keykey lackey mickey monkey smokey subkey turkey whiskey
`);

/** Longest word of the lists; a part that is cut off is not longer. */
const maxPartLength = 14;
const isPart = (part: string): boolean =>
	attributeWords.has(part) || qualifierWords.has(part) || secretKeyQualifiers.has(part) || part === "key";

/**
 * The words of a variable's name in lower case, also where nothing separates them: `dbPassword2`, `DB_PASSWORD_2`,
 * `db.password` and `DBPASSWORD` all give db and password; `P2P` and `E2E` are words.
 */
export function splitIntoWords(name: string): readonly string[] {
	return name
		.slice(0, maxNameLength)
		.normalize("NFD")
		.replace(/\p{M}/gu, "")
		.replace(/([a-z]|\d(?![A-Z](?![A-Za-z])))([A-Z])/g, "$1 $2")
		.replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
		.toLowerCase()
		.split(/[^a-z0-9]/)
		.map((word) => word.replace(/\d+$/, ""))
		.filter((word) => word !== "")
		.flatMap(cutGlued);
}

/** `mysqlrootpw` gives mysqlroot and pw; `dbpasswordfile` db, password and file; `secretary` stays whole. */
function cutGlued(word: string): readonly string[] {
	if (wholeWords.has(word)) return [word];
	for (const core of [longCore, keyCore]) {
		const [, before = "", ...others] = core.exec(word) ?? [];
		const rest = cutRest(others.pop() ?? "");
		if (others.length > 0 && rest !== null) return [before, ...others, ...rest].filter((part) => part !== "");
	}
	const [, before, ending] = shortEnding.exec(word) ?? gitPat.exec(word) ?? [];
	return before === undefined || ending === undefined ? [word] : [before, ending];
}

/** What follows a credential's word, cut into words of the lists; null if that is not possible. */
function cutRest(rest: string): readonly string[] | null {
	const cuts: (readonly string[] | null)[] = [[]];
	for (let end = 1; end <= rest.length; end++) {
		let found: readonly string[] | null = null;
		for (let start = Math.max(0, end - maxPartLength); start < end && found === null; start++) {
			const before = cuts[start];
			const part = rest.slice(start, end);
			if (before != null && (part.length > 1 || part === "v") && isPart(part)) found = [...before, part];
		}
		cuts.push(found);
	}
	return cuts[rest.length] ?? null;
}

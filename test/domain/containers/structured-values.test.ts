import { describe, expect, test } from "@jest/globals";
import { credentialKindIn, credentialKinds } from "../../../domain/containers/credential-values.ts";

const kindOf = (text: string): string | null => {
	const at = credentialKindIn(text);
	return at === null ? null : (credentialKinds[at] ?? "");
};
const asSetting = "options or settings with a credential";

describe("finds a credential in", () => {
	test.each<[string, string]>([
		["properties", "mail.user=ops\nmail.password=green-lamp"],
		["an INI section", "[mail]\nhost = smtp\npassword = green-lamp"],
		["YAML", "mail:\n  host: smtp\n  password: green-lamp\n"],
		["TOML", 'api_token = "green-lamp"'],
		["a Ruby hash", '{ :host => "smtp", :password => "green-lamp" }'],
		["a Ruby hash with colons", '{ host: "smtp", password: "green-lamp" }'],
		["settings of GitLab", "gitlab_rails['smtp_password'] = \"green-lamp\""],
		["PHP", "define( 'REDIS_PASSWORD', 'green-lamp' );"],
		["XML", "<server><id>a</id><password>green-lamp</password></server>"],
		["a property on a command line", "-Xmx1g -Dmail.password=green-lamp"],
		["an option", "--port 80 --api-key green-lamp"],
		["an option with a sign", "--auth-token=green-lamp"],
		["Redis's option", "redis-server --requirepass green-lamp"],
		["Redis's setting", "port 6379\nrequirepass green-lamp"],
		["Redis's short option", "redis-cli -h cache -a green-lamp ping"],
		["MySQL's short option", "mysqladmin ping -uroot -pgreen-lamp"],
		["MySQL's short options alone", "-uroot -pgreen-lamp"],
		["sshpass", "sshpass -p green-lamp ssh a@b"],
		["htpasswd", "htpasswd -b /etc/users ops green-lamp"],
		["htpasswd's options together", "htpasswd -cbB -C 12 /etc/users ops 'green-lamp' && nginx"],
		["htpasswd without a file", "htpasswd -nbB ops green-lamp >/etc/users"],
		["a login", "docker login -u ci -p green-lamp registry.example"],
		["LDAP's short option", "ldapsearch -D cn=a -w green-lamp"],
		["curl's user", "curl -fsSu ops:green-lamp https://a.example"],
		["curl's long option", "curl --user ops:green-lamp https://a.example"],
		["a header", 'curl -H "X-Api-Key: green-lamp" https://a.example'],
		["JAAS", 'x.PlainLoginModule required user_ops="green-lamp";'],
		["netrc", "machine a.example login ops password green-lamp"],
		["npmrc", "//a.example/:_authToken=green-lamp"],
		["a list of variables", "LEVEL=info,DB_PASSWORD=green-lamp"],
		["a list of names and values", '[{"name":"DB_PASSWORD","value":"green-lamp"}]'],
		["a query", "https://a.example/feed?access_token=green-lamp"],
	])("%s", (_, text) => {
		expect(kindOf(text)).toBe(asSetting);
	});

	test.each([
		'{"mail.password":"green-lamp"}',
		'{"mail":{"auth-token":"green-lamp"}}',
		"{'user': 'ops', 'password': 'green-lamp'}",
		'{"apiKeys": ["green-lamp"]}',
	])("JSON: %s", (text) => {
		expect(kindOf(text)).toBe("credentials as JSON");
	});

	test("JSON that is encoded in Base64", () => {
		expect(kindOf(Buffer.from('{"db.password":"green-lamp"}').toString("base64"))).toBe("credentials as JSON");
		expect(kindOf(Buffer.from('{"db.host":"green-lamp"}').toString("base64"))).toBeNull();
	});

	test.each([
		["ops:green@tcp(db:3306)/shop", "a connection string with a password"],
		["db:5432:shop:ops:green-lamp", "a connection string with a password"],
		["administrator%Gr33n-lamp", "a user and a password"],
		["first log in as admin / Gr33n-lamp", "a user and a password"],
		[`$2b$12$${"a".repeat(53)}`, "a hash of a password"],
		[`ops:$$apr1$$${"a".repeat(8)}$$${"b".repeat(22)}`, "a hash of a password"],
	])("%s: %s", (text, kind) => {
		expect(kindOf(text)).toBe(kind);
	});
});

describe("finds none in", () => {
	test.each([
		"Password: at least 8 characters",
		"password = File.read('/run/secrets/mail')",
		"mail.password=/run/secrets/mail",
		"--password-file=/run/secrets/mail --token-ttl 15m",
		"--auth-mode=server --secure=false",
		"docker run --user 1000:1000 -u app:app image",
		"mysqladmin ping -p$MYSQL_ROOT_PASSWORD",
		"redis-cli -a ${PW} ping",
		"htpasswd -cB -C 12 /etc/users ops green-lamp",
		"htpasswd -b /etc/users ops $PW",
		"htpasswd -nb ops ${PW}",
		'{"token.ttl":3600,"passwordMinLength":"12"}',
		'{"auth":"none","password":""}',
		'{"max_tokens":4096,"stop_token":"###"}',
		"REDACT=password,token,secret",
		"(password|api_key)=[^&]+",
		"io.example.token=INFO,io.example.secret=DEBUG",
		"<password></password><host>a</host>",
		"sha256:c5d3f3a1b2c4d5e6",
		"0.0.0.0:8080:80",
		"root:root",
		"admin:admins",
	])("%s", (text) => {
		expect(kindOf(text)).toBeNull();
	});
});

describe("recognizes an address that is a secret:", () => {
	const letters = "aB3dE6gH9jK2mN5pQ8sT1vW4";
	const uuid = "4b1f0c3e-9d2a-4c55-8a7e-3f1d2c4b5a69";
	test.each([
		`https://hooks.slack.com/services/T0${"A".repeat(7)}/B0/${letters}`,
		`https://discord.com/api/webhooks/${"1".repeat(18)}/${letters}`,
		`https://ptb.discord.com/api/v10/webhooks/${"1".repeat(18)}/${letters}`,
		`https://a.webhook.office.com/webhookb2/${uuid}@${uuid}/IncomingWebhook/${"a1".repeat(16)}/${uuid}`,
		`https://a.logic.azure.com/workflows/x?api-version=1&sig=${letters}`,
		`https://hc-ping.com/${uuid}`,
		`https://chat.example/hooks/${letters}`,
		`https://a.example/webhook/${uuid}`,
		`https://a.example/with/key/${letters}`,
		`https://a.example/calendar/private-${"a1".repeat(16)}/basic.ics`,
		`https://a.example/run?code=${letters}`,
		`discord://${letters}${letters}@${"1".repeat(18)}`,
		`tgram://${"1".repeat(9)}:${letters}/-100`,
	])("%s", (text) => {
		expect(kindOf(text)).toBe("an address that is a secret, as that of a webhook is");
	});

	test.each([
		"https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
		"https://hooks.slack.com/services/YOUR/WEBHOOK/URL",
		"https://a.example/api/webhooks/stripe",
		"http://app:8080/hooks/deploy-production-to-the-cluster",
		"https://a.example/token?grant=password",
		`https://a.example/commit/${"a1".repeat(20)}`,
		"https://discord.com/channels/1/2",
		"slack://channel",
	])("but not %s", (text) => {
		expect(kindOf(text)).toBeNull();
	});
});

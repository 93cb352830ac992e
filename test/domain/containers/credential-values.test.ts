import { describe, expect, test } from "@jest/globals";
import {
	credentialKindIn,
	credentialKinds,
	hasCredentialToCome,
	maxCharacters,
} from "../../../domain/containers/credential-values.ts";

const kindOf = (text: string): string | null => {
	const at = credentialKindIn(text);
	return at === null ? null : (credentialKinds[at] ?? "");
};
/** Put together here, so that no file holds anything that looks like a real one. */
const token = (prefix: string, length: number, digit = "a"): string => prefix + digit.repeat(length);
const service = "a token for a well-known service";
const [jwtHead, jwtBody] = [{ alg: "HS256" }, { sub: "1234567890" }].map((part) =>
	Buffer.from(JSON.stringify(part)).toString("base64url"),
);

describe("recognizes a credential by its format:", () => {
	test.each<[string, string]>([
		[token("AKIA", 16, "7"), "an AWS access key"],
		[`key ${token("ASIA", 16, "Q")}, and so on`, "an AWS access key"],
		["-----BEGIN PRIVATE KEY-----\nMII", "a private key"],
		["-----BEGIN OPENSSH PRIVATE KEY-----", "a private key"],
		['{"private_key": "-----BEGIN RSA PRIVATE KEY-----\\nMII"}', "a private key"],
		["-----BEGIN PGP PRIVATE KEY BLOCK-----", "a private key"],
		...["", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "].map((kind): [string, string] => [
			Buffer.from(`-----BEGIN ${kind}PRIVATE KEY-----\nMIIE`).toString("base64"),
			"a private key",
		]),
		...[
			token("ghp_", 36),
			token("ghs_", 36),
			token("github_pat_", 82),
			token("glpat-", 20),
			token("gldt-", 20),
			token("xoxb-", 40),
			token("xapp-1-", 20),
			token("sk_live_", 24),
			token("rk_test_", 24),
			token("whsec_", 32),
			token("npm_", 36),
			token("pypi-AgE", 60),
			token("AIza", 35),
			token("GOCSPX-", 28),
			token("ya29.", 30),
			`${token("SG.", 22)}.${"b".repeat(43)}`,
			token("dop_v1_", 64),
			token("dckr_pat_", 27),
			token("hvs.", 24),
			token("glsa_", 32),
			token("shpat_", 32),
			token("NRAK-", 27, "A"),
			token("dapi", 32),
			token("AGE-SECRET-KEY-1", 58, "Q"),
			token("sk-", 48),
			token("sk-proj-", 48),
			`${jwtHead}.${jwtBody}.abc`,
			`authorization=Bearer ${"a".repeat(20)}`,
			`Basic ${"a".repeat(16)}`,
		].map((text): [string, string] => [text, service]),
		[
			`https://hooks.slack.com/services/${token("T", 8, "0")}/B0/x`,
			"an address that is a secret, as that of a webhook is",
		],
		["{{resolve:secretsmanager:db:SecretString:password}}", "a dynamic reference that resolves to plain text"],
		["prefix-{{resolve:ssm-secure:/db:1}}", "a dynamic reference that resolves to plain text"],
	])("%s", (text, kind) => {
		expect(kindOf(text)).toBe(kind);
	});

	test.each([
		token("AKIA", 15, "7"),
		token("AKIA", 17, "7"),
		`x${token("AKIA", 16, "7")}`,
		"-----BEGIN PUBLIC KEY-----",
		"-----BEGIN CERTIFICATE-----",
		Buffer.from("-----BEGIN CERTIFICATE-----\nMIIE").toString("base64"),
		token("ghp_", 29),
		`a${token("ghp_", 36)}`,
		token("pk_live_", 24),
		"sk-learn",
		`${jwtHead}.${jwtBody}`,
		"Bearer token",
		"https://hooks.slack.com/",
		"{{resolve:ssm:/config/log-level}}",
		"c5d3f3a1b2c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8",
	])("but not %s", (text) => {
		expect(kindOf(text)).toBeNull();
	});
});

describe("recognizes an address with a password:", () => {
	test.each([
		"postgres://shop:hunter2@db.internal:5432/shop",
		"redis://:hunter2@cache:6379",
		"mongodb+srv://a:b@one.example,two.example/x?ssl=true",
		"jdbc:mysql://a:b@db/x",
		"first http://a.example/, then amqp://u:p@mq",
		"amqp://u:p@ss@mq",
		"postgres://u:pre-${SUFFIX}@db/x",
		"jdbc:oracle:thin:scott/tiger@db.internal:1521:shop",
		"url jdbc:oracle:oci:scott/pre-${SUFFIX}@shop",
	])("%s", (text) => {
		expect(kindOf(text)).toBe("a connection string with a password");
	});

	test.each([
		"Server=db;User Id=sa;Password=hunter2;",
		"DefaultEndpointsProtocol=https;AccountName=a;AccountKey=abc==",
		"jdbc:postgresql://db/x?user=a&password=hunter2",
		"-Djavax.net.ssl.keyStorePassword=changeit",
		"api-key=0123456789abcdef",
		"password = 'hunter2'",
	])("%s, where it is a setting", (text) => {
		expect(kindOf(text)).toBe("options or settings with a credential");
	});

	test.each([
		"postgres://shop@db.internal/shop",
		"postgres://shop:@db.internal/shop",
		"https://example.com:8443/@scope/package",
		"https://example.com/?next=a:b@c",
		"https://key@o1.ingest.example/2",
		"postgres://shop:${DB_PASSWORD}@db/shop",
		"postgres://shop:$(DB_PASSWORD)@db/shop",
		"postgres://shop:<password>@db/shop",
		"postgres://shop:{{ password }}@db/shop",
		"postgres://shop:{password}@db/shop",
		"postgres://shop:%s@db/shop",
		"postgres://shop:****@db/shop",
		"://",
		"Password=;Server=db",
		"password=${DB_PASSWORD}",
		"keyStorePassword=/run/secrets/store",
		"requirePassword=true",
		"a:b@c",
		"jdbc:oracle:thin:@db.internal:1521:shop",
		"jdbc:oracle:thin:/@shop",
		"jdbc:oracle:thin:scott/${DB_PASSWORD}@shop",
		"jdbc:oracle:thin:scott/****@shop",
		"oracle:thin:scott/tiger@shop",
	])("but not %s", (text) => {
		expect(kindOf(text)).toBeNull();
	});

	test.each([
		["postgres://shop:${DB_PASSWORD}@db/shop", true],
		["postgres://shop:${A}${B}@db/shop", true],
		["jdbc:oracle:thin:scott/${DB_PASSWORD}@shop", true],
		["jdbc:oracle:thin:${USER}/${DB_PASSWORD}@//shop", true],
		["postgres://shop:<password>@db/shop", true],
		["postgres://shop:{password}@db/shop", true],
		["postgres://shop:****@db/shop", true],
		["postgres://shop:$DB_PASSWORD@db/shop", true],
		["postgres://shop:your-password@db/shop", true],
		["postgres://shop:dummy@db/shop", true],
		["Server=db;User Id=sa;Password=${DB_PASSWORD}", true],
		['{"password":"${P}"}', true],
		["--requirepass $REDIS_PASSWORD", true],
		["<password>${P}</password>", true],
		["postgres://shop:changeme@db/shop", false],
		["Password=;Server=db", false],
		["password=/run/secrets/${NAME}", false],
		["user=${USER}", false],
		["postgres://shop:%s@db/shop", false],
		["jdbc:oracle:thin:@${HOST}", false],
		["redis://${HOST}:6379", false],
		["postgres://${USER}@db", false],
		["${DATABASE_URL}", false],
	])("whether a placeholder stands for a credential in %s: %s", (text, expected) => {
		expect(hasCredentialToCome(text)).toBe(expected);
	});
});

describe("recognizes credentials as JSON:", () => {
	test.each([
		'{"auths":{"registry.example":{"auth":"dXNlcjpwYXNz"}}}',
		'{"https://index.docker.io/v1/":{"username":"a","password":"b","email":"c@d"}}',
		'{\\"auth\\": \\"dXNlcjpwYXNz\\"}',
		'{ "db_password" : "x" }',
		'{"clientSecret":"x"}',
	])("%s", (text) => {
		expect(kindOf(text)).toBe("credentials as JSON");
	});

	test.each(['{"auths":{}}', '{"auth":""}', '{"password":"${P}"}', '{"token":"/run/token"}', '{"name":"x"}'])(
		"but not %s",
		(text) => {
			expect(kindOf(text)).toBeNull();
		},
	);
});

test("ignores everything after 64 KiB", () => {
	const key = token("AKIA", 16, "7");
	expect(kindOf(" ".repeat(maxCharacters - key.length) + key)).toBe("an AWS access key");
	expect(kindOf(" ".repeat(maxCharacters - key.length + 1) + key)).toBeNull();
});

describe("scans hostile values in linear time:", () => {
	test.each([
		"eyJ",
		"eyJ.",
		"://",
		"://a:",
		"jdbc:oracle:thin:a/",
		"${",
		"{{",
		"<a",
		"pwd=;",
		'"auth',
		'"a-',
		"sk-a/",
		"-----BEGIN ",
		"gh",
		"%A",
	])("%j repeated", (part) => {
		const last = ' {"password":"x"} ';
		const filling = part.repeat(Math.floor((maxCharacters - last.length) / part.length));
		expect(kindOf(`${filling}${last}`)).toBe("credentials as JSON");
	});
});

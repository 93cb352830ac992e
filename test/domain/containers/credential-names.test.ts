import { describe, expect, test } from "@jest/globals";
import { credentialHintOf } from "../../../domain/containers/credential-names.ts";

describe("hints at a credential:", () => {
	test.each([
		"DB_PASSWORD",
		"PGPASSWORD",
		"dbPassword",
		"spring.datasource.password",
		"Jwt__Secret",
		"APIKey",
		"REDIS_PASSWORD0",
		"DB_PASSWORD_2",
		"MYSQL_PWD",
		"DB_PASS",
		"DBPASS",
		"USERPASS",
		"ROOTPASS",
		"SMTPPASS",
		"MYSQL_PW",
		"GCP_CRED",
		"GCP_CREDS",
		"DB_PASSWORD22",
		"db_pass2",
		"GITHUB_PAT",
		"API_KEY",
		"API_KEYS",
		"API_SECRETS",
		"STRIPE_APIKEY",
		"AWS_ACCESS_KEY_ID",
		"AWS_SECRET_ACCESS_KEY",
		"AWS_SESSION_TOKEN",
		"S3_ACCESS_KEY_ID",
		"ECS_ENGINE_AUTH_DATA",
		"SECRET_KEY_BASE",
		"NEW_RELIC_LICENSE_KEY",
		"SSH_PRIVATE_KEY",
		"KEY_PASSPHRASE",
		"SERVICE_CREDENTIALS",
		"TOKEN_GITHUB",
		"REFRESH_TOKEN",
		"PASSWORD_RESET_TOKEN",
		"TOKEN_SIGNING_KEY",
		"HTTP_BASIC_AUTH",
		"VAULT_SECRET_ID",
		"REDIS_AUTH",
		"DOCKER_AUTH_CONFIG",
		"HTTP__BASIC__AUTH",
		"Api__Key",
		"AWSPat",
		"HP_SHARED_KEY",
		"TURN_SECRET",
		"BORGPASS",
		"OLCROOTPW",
		"RABBITPWD",
		"svcpasswd2",
		"STAGINGDBPASSWORD",
		"PASSWORDPROD",
		"WEBHOOKSECRETS",
		"GITLABPAT",
		"SIGNKEY",
		"ACCESSKEYID",
		"DB_PASS_STAGING",
		"TOKEN_GITLAB",
		"CONTRASEÑA",
		"DB_HESLO",
		"VAULT_DEV_ROOT_TOKEN_ID",
		"ERLANG_COOKIE",
		"EJABBERD_ERLANGCOOKIE",
		"JwtOptions__Key",
		"SNMP_COMMUNITY",
		`${"A_".repeat(120)}TOKEN`,
	])("%s", (name) => {
		expect(credentialHintOf(name)).toBe("secret");
	});
});

describe("hints at nothing for a setting of a credential:", () => {
	test.each([
		"TOKEN_TTL_SECONDS",
		"TOKENS_PER_MINUTE",
		"TOKEN_BUCKET_SIZE",
		"PASSWORD_MIN_LENGTH",
		"PASSWORD_HASHING_ROUNDS",
		"SECRET_NAME",
		"SECRET_ARN",
		"SECRET_KEY_ARN",
		"DB_PASSWORD_FILE",
		"AWS_WEB_IDENTITY_TOKEN_FILE",
		"API_KEY_ID",
		"API_KEY_HEADER",
		"SSH_PRIVATE_KEY_PATH",
		"TOKEN_URL",
		"CREDENTIALS_PROVIDER",
		"PASSWORD_ENABLED",
		"NEXT_PUBLIC_API_KEY",
		"STRIPE_PUBLISHABLE_TOKEN",
		"PASSWORDFILE",
		"TOKENTTL",
		"APIKEYHEADER",
		"SECRETNAME",
		"DBPASSWORDPATH",
		"PASSWORD_VALIDATORS",
		"RESTIC_PASSWORD_COMMAND",
		"EOS_TOKEN",
		"DEVICE_PUBKEY",
		"SUPABASE_ANON_KEY",
	])("%s", (name) => {
		expect(credentialHintOf(name)).toBe("none");
	});
});

describe("hints at nothing for an unrelated name:", () => {
	test.each([
		"",
		"_",
		"LOG_LEVEL",
		"KEYBOARD",
		"CACHE_KEY",
		"PARTITION_KEY",
		"PUBLIC_KEY",
		"COMPASS_URL",
		"BYPASS",
		"PASS_THROUGH",
		"PROXY_PASS",
		"SECRETARY",
		"TOKENIZERS_PARALLELISM",
		"PASSWORDLESS",
		"ENCOMPASS",
		"KEEPASS",
		"TRESPASS",
		"DONKEY",
		"SALT_MASTER",
		"WP_CACHE_KEY_SALT",
		"MATCH_PAT",
		"PATH",
		"PAT_MODE",
		"OAUTH2",
		"sec2ret",
		"BASIC_AUTHOR",
		"BASIC_AUTH_REALM",
		"SERVICE_URL",
		"DATABASE_NAME",
		"URL",
		`${"A_".repeat(200)}TOKEN`,
	])("%s", (name) => {
		expect(credentialHintOf(name)).toBe("none");
	});
});

describe("hints at a setting:", () => {
	test.each([
		"MYSQL_ALLOW_EMPTY_PASSWORD",
		"MAX_TOKENS",
		"SUMMARY_TOKENS",
		"HASH_SALT",
		"REQUIRE_API_KEY",
		"skipToken",
	])("%s", (name) => {
		expect(credentialHintOf(name)).toBe("setting");
	});
});

describe("hints at a key, whose format decides:", () => {
	test.each(["STRIPE_KEY", "OPENAI_KEY", "sendgridKey", "DD_KEYS", "Mail__Key", "STRIPE_LIVE_KEY"])("%s", (name) => {
		expect(credentialHintOf(name)).toBe("key");
	});

	test.each([
		"SORT_KEY",
		"PRIMARY_KEY",
		"FOREIGN_KEYS",
		"ROUTING_KEY",
		"IDEMPOTENCY_KEY",
		"S3_KEY",
		"S3_OBJECT_KEY",
		"KMS_KEY",
		"GPG_KEY",
		"RECAPTCHA_SITE_KEY",
		"STRIPE_PUBLISHABLE_KEY",
		"SSH_HOST_PUBLIC_KEY",
		"STRIPE_KEY_ID",
		"KEY_STRIPE",
		"MONKEY",
	])("but not %s", (name) => {
		expect(credentialHintOf(name)).toBe("none");
	});
});

describe("hints at an address that may contain a password:", () => {
	test.each([
		"DSN",
		"CONNECTION_STRING",
		"CONNECTION_STRINGS_MAIN",
		"MAIN_MQ_CONNECTION_STRING2",
		"AMQP_URI",
		"SMTP_URL",
	])("%s", (name) => {
		expect(credentialHintOf(name)).toBe("address");
	});

	test.each([
		"DSN_TIMEOUT",
		"URL_DATABASE",
		"DATABASE_URLS",
		"CONNECTION",
		"CONNECTION_LIMIT",
		"STRING_CONNECTION",
		"QUERY_STRING",
		"CONNECTION_SUBSTRING",
		"CONNECTION_STRINGENT",
		"SENTRY_DSN",
		"KAFKA_OIDC_JWKS_ENDPOINT_URL",
		"KAFKA_REST_SCHEMA_REGISTRY_URL",
		"MAIL_CALLBACK_URL",
	])("but not %s", (name) => {
		expect(credentialHintOf(name)).toBe("none");
	});

	test.each(["DATABASE_URL", "redis.uri", "STORAGE_DSN", "ConnectionStrings__Default", "AZURE_CONNECTION_STRING"])(
		"%s",
		(name) => {
			expect(credentialHintOf(name)).toBe("address");
		},
	);
});

test("checks any name in linear time", () => {
	expect(credentialHintOf("A1".repeat(500_000))).toBe("none");
	expect(credentialHintOf("password".repeat(100_000))).toBe("none");
});

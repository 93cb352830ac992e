import { describe, expect, test } from "@jest/globals";
import { credentialHintOf } from "../../../domain/containers/credential-names.ts";
import { splitIntoWords } from "../../../domain/containers/name-words.ts";
import { isPublicName } from "../../../domain/containers/public-names.ts";

describe("what anyone may ask for is no credential:", () => {
	test.each([
		"OPENAI_APPS_CHALLENGE_TOKEN",
		"ACME_CHALLENGE_TOKEN",
		"ACME_CHALLENGE_KEY",
		"GOOGLE_SITE_VERIFICATION_TOKEN",
		"googleSiteVerificationKey",
		"MS_DOMAIN_VERIFICATION_TOKEN",
		"SITE_VERIFICATION",
		"INDEXNOW_KEY",
		"INDEX_NOW_API_KEY",
		"PUSHER_APP_KEY",
		"SENTRY_DSN",
		"SENTRY_BACKEND_DSN",
	])("%s", (name) => {
		expect(isPublicName(splitIntoWords(name))).toBe(true);
		expect(credentialHintOf(name)).toBe("none");
	});

	test.each([
		["CHALLENGE_SECRET", "secret"],
		["SLACK_VERIFICATION_TOKEN", "secret"],
		["WEBHOOK_VERIFY_TOKEN", "setting"],
		["EMAIL_VERIFICATION_TOKEN", "secret"],
		["SITE_TOKEN", "secret"],
		["CHALLENGE_TOKEN_SECRET", "secret"],
		["PUSHER_APP_SECRET", "secret"],
		["SENTRY_AUTH_TOKEN", "secret"],
		["DATABASE_DSN", "address"],
	])("but %s may hold one", (name, hint) => {
		expect(credentialHintOf(name)).toBe(hint);
	});
});

describe("a flag is no credential:", () => {
	test.each([
		...["ENABLE_AUTH", "JICOFO_ENABLE_AUTH", "USE_DATABASE_URL", "SKIP_BASIC_AUTH_USERS", "IS_KEY"],
		...["ENABLE_P2P", "CODEC_ORDER_P2P", "B2P", "SSH_AUTHORIZED_KEYS", "LETS_ENCRYPT_MAIL"],
	])("%s", (name) => {
		expect(credentialHintOf(name)).toBe("none");
	});

	test.each([
		["P2P_TOKEN", "secret"],
		["S3SecretKey", "secret"],
		["OAUTH2Token", "secret"],
		["GRAPH_AUTH", "authentication"],
		["ED25519_P", "key"],
		["CONSUL_ENCRYPT", "key"],
		["MYSQL_ALLOW_EMPTY_PASSWORD", "setting"],
	])("but %s is none", (name, hint) => {
		expect(credentialHintOf(name)).toBe(hint);
	});
});

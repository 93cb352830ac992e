import { describe, expect, test } from "@jest/globals";
import { credentialHintOf } from "../../../domain/containers/credential-names.ts";

describe("hints at a user and a secret:", () => {
	test.each([
		"MEMGRAPH_AUTH",
		"NEXUSAUTH",
		"AUTHORIZATION",
		"AUTH_USERS",
		"BASIC_AUTH_USER_INFO",
		"BUNDLE_GEMS__ACME__COM",
	])("%s", (name) => {
		expect(credentialHintOf(name)).toBe("authentication");
	});

	test.each(["CURL_USER", "SFTP_USERS", "DEPLOY_LOGIN", "SMTP_AUTH"])("or at a user alone: %s", (name) => {
		expect(credentialHintOf(name)).toBe("user");
	});

	test.each(["OAUTH", "XAUTH", "AUTH_METHOD", "AUTH_HOST", "AUTHOR"])("but not %s", (name) => {
		expect(credentialHintOf(name)).toBe("none");
	});
});

test.each(["ADMIN_PIN", "PIN_CODE", "DOOR_ACCESS_CODE", "PIN"])("hints at a code: %s", (name) => {
	expect(credentialHintOf(name)).toBe("code");
});

test.each(["SECRET_SANTA_NOTE", "PASSWORD_WIKI", "TOKEN_PRINTER", "GATEWAY_JWT"])(
	"leaves it to the value whether it is a credential or about one: %s",
	(name) => {
		expect(credentialHintOf(name)).toBe("described");
	},
);

test.each(["IMAGE_PULL_SECRET", "SESSION_COOKIE", "DB_PASSWORD_HASH", "TABLE_API_TOKENS", "KAFKA_SSL_KEY_CREDENTIALS"])(
	"leaves it to the format of the value, as for a key: %s",
	(name) => {
		expect(credentialHintOf(name)).toBe("key");
	},
);

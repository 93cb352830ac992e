import { describe, expect, test } from "@jest/globals";
import {
	credentialKindIn,
	credentialKinds,
	hasCredentialToCome,
} from "../../../domain/containers/credential-values.ts";

const kindOf = (text: string): string | null => {
	const at = credentialKindIn(text);
	return at === null ? null : (credentialKinds[at] ?? "");
};
const inString = "a connection string with a password";
const asSetting = "options or settings with a credential";
const asJson = "credentials as JSON";

describe("a setting of a connection string is a credential for", () => {
	test.each([
		"password",
		"passwd",
		"pwd",
		"PWD",
		"accountkey",
		"account_key",
		"SharedAccessKey",
		"shared_access_key",
		"sharedaccess_key",
		"secretkey",
		"secret_key",
		"secretaccesskey",
		"secret_access_key",
		"clientsecret",
		"client_secret",
		"accesstoken",
		"access_token",
		"apikey",
		"api_key",
		"api-key",
	])("the name %s", (name) => {
		expect(kindOf(`${name}=x`)).toBe(asSetting);
		expect(kindOf(`a=b;${name}   =   "x"`)).toBe(asSetting);
		expect(kindOf(`${name}:x`)).toBeNull();
		expect(kindOf(`${name}=`)).toBeNull();
		expect(kindOf(`${name}=;x`)).toBeNull();
		expect(kindOf(`${name}${" ".repeat(10)}=x`)).toBeNull();
		expect(kindOf(`${name}=${" ".repeat(10)}x`)).toBeNull();
	});

	test.each([
		"accessskey=x",
		"keyword=x",
		"token.ttl=x",
		"max_tokens=4096",
		"password=true;x",
		"password=/run/secrets/a&b",
		"password='',x",
		"password=${A}",
	])("is not in %s", (text) => {
		expect(kindOf(text)).toBeNull();
	});

	test.each([
		"password=/run/secrets/a; password=x",
		"password=${A}b",
		"password=${A}&pwd=b",
		"password= 'x",
		"account.key=x",
		"client.secret=x",
		"api.key=x",
		"secret=x",
		"token=x",
	])("is in %s", (text) => {
		expect(kindOf(text)).toBe(asSetting);
	});
});

describe("a member of JSON is a credential for", () => {
	test.each([
		"password",
		"passwd",
		"secret",
		"secretkey",
		"secret_key",
		"secretaccesskey",
		"secret_access_key",
		"secretAccessKey",
		"privatekey",
		"private_key",
		"token",
		"apikey",
		"api_key",
		"MY_TOKEN",
		"spring.datasource.password",
		`${"a".repeat(76)}token`,
	])("%s", (name) => {
		expect(kindOf(`{"${name}":"x"}`)).toBe(asJson);
		expect(kindOf(`{"${name}"${" ".repeat(9)}:${"\t".repeat(9)}"x"}`)).toBe(asJson);
		expect(kindOf(`{\\\\"${name}\\\\":\\\\"x\\\\"}`)).toBe(asJson);
		expect(kindOf(`{"${name}":""}`)).toBeNull();
		expect(kindOf(`{"${name}":1}`)).toBeNull();
		expect(kindOf(`{"${name}_name":"x"}`)).toBeNull();
		expect(kindOf(`{"${name}" "x"}`)).toBeNull();
		expect(kindOf(`{"${name}"${" ".repeat(10)}:"x"}`)).toBeNull();
		expect(kindOf(`{"${name}":${" ".repeat(10)}"x"}`)).toBeNull();
	});

	test.each([
		'{"secret.name":"x"}',
		'{"0token":"x"}',
		`{"${"a".repeat(77)}token":"x"}`,
		'{"token":"true"}',
		'{"token":"${A}"}',
	])("is not in %s", (text) => {
		expect(kindOf(text)).toBeNull();
	});

	test.each<[string, string | null]>([
		["dXNlcjpwYXNz", asJson],
		["YTpi", asJson],
		["shop:hunter2", asJson],
		["shop/hunter2", asJson],
		["hunter2-hunter2", asJson],
		["basic", null],
		["per-request", null],
	])("auth, if its value %s is a user and a password, also in Base64: %s", (value, expected) => {
		expect(kindOf(`{"auth":"${value}"}`)).toBe(expected);
		expect(kindOf(`{"my-auth": "${value}"}`)).toBe(expected);
	});

	test("finds a credential in the second of two members", () => {
		expect(kindOf('{"token":"true","secret":"x"}')).toBe(asJson);
	});
});

describe("the authority of an address ends", () => {
	test.each(["/", "?", "#", " ", "\n", '"', "'", "`", "\\"])("at the character %j", (end) => {
		expect(kindOf(`amqp://u:p@h${end}x`)).toBe(inString);
		expect(kindOf(`amqp://h${end}u:p@x`)).toBeNull();
		expect(kindOf(`amqp://u:p${end}@x`)).toBeNull();
	});

	test.each(["://u:p@h", "amqp://:p@h", "amqp://u:p:q@h", "amqp://a@h,amqp://u:p@h"])(
		"and %s has a password",
		(text) => {
			expect(kindOf(text)).toBe(inString);
		},
	);

	test.each(["///u:p@h", "amqp:///u:p@h", "amqp://u:@h", "amqp://u@h:1", "u:p@h"])("and %s has no password", (text) => {
		expect(kindOf(text)).toBeNull();
	});

	test("after 512 characters", () => {
		const user = (length: number) => `amqp://${"u".repeat(length)}:p@h`;
		expect(kindOf(user(512 - ":p@".length))).toBe(inString);
		expect(kindOf(user(512 - ":p".length))).toBeNull();
	});
});

describe("a masked password in an address", () => {
	test.each(["**", "*".repeat(200), "%s", "{}", "{password}", `{${"p".repeat(200)}}`])(
		"%s is not a password",
		(shown) => {
			expect(kindOf(`amqp://u:${shown}@h`)).toBeNull();
			expect(kindOf(`jdbc:oracle:thin:u/${shown}@h`)).toBeNull();
		},
	);

	test.each(["*", "*".repeat(201), "a**", "**a", "%d", "a%s", "%sa", "{p}a", "a{p}", `{${"p".repeat(201)}}`])(
		"%s is a password",
		(password) => {
			expect(kindOf(`amqp://u:${password}@h`)).toBe(inString);
		},
	);
});

describe("an Oracle address has the credential", () => {
	test.each<[string, string | null]>([
		["jdbc:oracle:thin:u/p@h", inString],
		["jdbc:oracle:oci8:u/p@h", inString],
		["jdbc:oracle:kprbthin:u/p@h", inString],
		["jdbc:oracle:kprbthin9:u/p@h", null],
		["jdbc:oracle:u/p@h", null],
		["jdbc:oracle:thin:u p/p@h", null],
		["jdbc:oracle:thin:u/p p@h", null],
		["jdbc:oracle:thin:u/p", null],
		[`jdbc:oracle:thin:${"u".repeat(128)}/${"p".repeat(128)}@h`, inString],
		[`jdbc:oracle:thin:${"u".repeat(129)}/p@h`, null],
		[`jdbc:oracle:thin:u/${"p".repeat(129)}@h`, null],
	])("%s: %s", (text, expected) => {
		expect(kindOf(text)).toBe(expected);
	});
});

test.each<[string, boolean]>([
	["amqp://u:${A}@h", true],
	["amqp://u:p@h amqp://u:${A}@h", false],
	["amqp://u@h amqp://u:${A}@h", true],
	["amqp://u:%s@h", false],
	["amqp://u:${A}", false],
	[`${" ".repeat(65_536)}amqp://u:\${A}@h`, false],
])("whether the password of %s is a placeholder: %s", (text, expected) => {
	expect(hasCredentialToCome(text)).toBe(expected);
});

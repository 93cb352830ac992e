import { describe, expect, test } from "@jest/globals";
import { HiddenText } from "../../../core/hidden-text.ts";
import { findSuspects } from "../../../domain/containers/credentials.ts";
import { deniesItself, isStandInFor } from "../../../domain/containers/stand-ins.ts";

const none = { names: [], values: [], notSecret: [] };
const suspicion = (name: string, value: string) =>
	findSuspects([{ name, value: new HiddenText(value) }], "ecs", none).map(({ because }) => because)[0];
const placeholder = "its value is a placeholder";
const byName = "its name indicates a credential";

describe("a value that says that it is none is a placeholder under every name:", () => {
	const values = [
		...["dummy", "DUMMY", "dummy-1", "dummySecret", "placeholder", "local_dev_only_placeholder_secret"],
		...["invalid", "fake", "fake-token", "my fake key", "sample", "sample_secret", "your-password", "xxxx"],
	];
	const names = ["DB_PASSWORD", "API_KEY", "X_API_SECRET", "JWT_SECRET", "AWS_ACCESS_KEY_ID", "API_KEY_READ_ONLY"];

	test.each(values)("%s", (value) => {
		expect(names.map((name) => suspicion(name, value))).toEqual(names.map(() => placeholder));
	});

	test.each(["shop;Password=dummy", "a; password=your-password; b", '{"password":"placeholder"}'])("in %s", (value) => {
		expect(suspicion("SETTINGS", value)).toBe(placeholder);
	});

	test.each(["postgres://shop:dummy@db/shop", "postgres://shop:your-super-secret-password@db/shop"])(
		"as the password of %s",
		(value) => {
			expect(suspicion("DATABASE_URL", value)).toBe(placeholder);
		},
	);

	test.each(["fakeplastictrees", "invalidated", "resample", "sampler-1", "nodummy", "dummy!", "a".repeat(129), ""])(
		"but not %j",
		(value) => {
			expect(deniesItself(value)).toBe(false);
		},
	);
});

describe("a default password works, so that it is a credential", () => {
	test.each(["changeme", "change-me", "admin", "password", "postgres", "root", "secret", "example", "test"])(
		"%s",
		(value) => {
			for (const name of ["DB_PASSWORD", "SESSION_SECRET", "POSTGRES_PASSWORD"])
				expect(suspicion(name, value)).toBe(byName);
			expect(suspicion("X", `amqp://shop:${value}@mq`)).toBe("a connection string with a password");
		},
	);
});

describe("what cannot be what somebody else issues is a placeholder:", () => {
	test.each([
		...[
			"AWS_ACCESS_KEY_ID",
			"AWS_SECRET_ACCESS_KEY",
			"AWS_SECRET_KEY",
			"API_TOKEN",
			"X_API_SECRET",
			"API_KEY_READ_ONLY",
		],
		...["GITHUB_CLIENT_SECRET", "LINE_CHANNEL_SECRET", "GITHUB_PAT", "ACCESS_TOKENS"],
	])("%s", (name) => {
		for (const value of ["test", "example", "changeme", "test-key"]) expect(suspicion(name, value)).toBe(placeholder);
		expect(suspicion(name, "green-lamp")).toBe(byName);
	});

	test("also inside a text", () => {
		expect(suspicion("SETTINGS", '{"api_key":"changeme"}')).toBe(placeholder);
		expect(suspicion("SETTINGS", '{"password":"changeme"}')).toBe("credentials as JSON");
	});
});

describe("a value that repeats its name", () => {
	test.each([
		["IDP_CLIENT_SECRET", "CLIENT_SECRET"],
		["IDP_CLIENT_SECRET", "client-secret"],
		["API_KEY", "apiKey"],
		["DB_PASSWORD", "DB_PASSWORD"],
		["db_password", "db_password"],
		["MYSQL_ROOT_PASSWORD", "ROOT_PASSWORD"],
		["SECRET_KEY_BASE", "SECRET_KEY_BASE"],
	])("is a placeholder: %s=%s", (name, value) => {
		expect(isStandInFor(name, value)).toBe(true);
		expect(suspicion(name, value)).toBe(placeholder);
	});

	test.each([
		["DB_PASSWORD", "db_password"],
		["GF_ADMIN_PASSWORD", "admin_password"],
		["DB_PASSWORD", "PASSWORD"],
		["PASSWORD", "PASSWORD"],
		["PASSWORD", "password"],
		["TOKEN", "token"],
		["DB_PASSWORD", "ROOT_PASSWORD"],
		["DB_PASSWORD", "DB_PASSWORD!"],
	])("may be a password that works: %s=%s", (name, value) => {
		expect(suspicion(name, value)).toBe(byName);
	});
});

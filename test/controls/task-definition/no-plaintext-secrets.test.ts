import { describe, expect, test } from "@jest/globals";
import control from "../../../controls/task-definition/no-plaintext-secrets.ts";
import type { EnvironmentFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { HiddenText } from "../../../core/hidden-text.ts";
import { aContainer, aTaskDefinition } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const hidden = (value: string) => new HiddenText(value);
const variable = (name: string, value: string): EnvironmentFacts => ({ name, value: hidden(value) });
const facts = (...environment: readonly EnvironmentFacts[]) =>
	aTaskDefinition({ containers: [aContainer({ environment })] });
const inDocker = (...environment: readonly EnvironmentFacts[]): TaskDefinitionFacts => ({
	...facts(...environment),
	engine: "docker",
});
const found = (what: string) => `fail HIGH container app has credentials in plain text: ${what}`;
const open = (what: string) =>
	`unknown HIGH cannot tell whether these variables of container app are credentials: ${what}`;
const clean = "pass HIGH container app has no credentials in its environment variables";
const unresolved = { unresolved: "Ref X has no default" };

describe("fails for a credential", () => {
	test.each<[string, EnvironmentFacts, string]>([
		["by its name", variable("DB_PASSWORD", "x"), "DB_PASSWORD (its name indicates a credential)"],
		[
			"by its name, though it is a number",
			variable("DB_PASSWORD", "12345"),
			"DB_PASSWORD (its name indicates a credential)",
		],
		["by its value", variable("X", `AKIA${"7".repeat(16)}`), "X (an AWS access key)"],
		[
			"by its name and its form",
			variable("STRIPE_KEY", "c5d3f3a1b2c4d5e6"),
			"STRIPE_KEY (its name and format indicate a credential)",
		],
		[
			"that begins as a path does",
			variable("AWS_SECRET_ACCESS_KEY", `/${"aB3/".repeat(9)}xyZ`),
			"AWS_SECRET_ACCESS_KEY (its name indicates a credential)",
		],
		[
			"in an address",
			variable("DATABASE_URL", "postgres://a:b@db/x"),
			"DATABASE_URL (a connection string with a password)",
		],
		[
			"as registry credentials",
			variable("ECS_ENGINE_AUTH_DATA", '{"r":{"auth":"YTpi"}}'),
			"ECS_ENGINE_AUTH_DATA (credentials as JSON)",
		],
		[
			"in a dynamic reference",
			variable("LEVEL", "{{resolve:secretsmanager:x}}"),
			"LEVEL (a dynamic reference that resolves to plain text)",
		],
		[
			"in a dynamic reference to a plain parameter, under such a name",
			variable("API_KEY", "{{resolve:ssm:/key}}"),
			"API_KEY (its name indicates a credential)",
		],
		[
			"in a NoEcho parameter, whatever the name",
			{ name: "LEVEL", value: unresolved, noEchoParameter: "Secret\nText" },
			"LEVEL (the NoEcho parameter Secret Text reaches the container as plain text)",
		],
		[
			"in the known part of an unresolved value",
			{ name: "X", value: unresolved, known: hidden("postgres://a:b@${Host}/x") },
			"X (a connection string with a password)",
		],
		["under a name without separators", variable("QUEUEPASS", "x"), "QUEUEPASS (its name indicates a credential)"],
		[
			"as a user and a password under a name of authentication",
			variable("GRAPH_AUTH", "graph/green-lamp"),
			"GRAPH_AUTH (its value has a user and a password)",
		],
		[
			"in JSON with dotted names",
			variable("APPLICATION_JSON", '{"mail.password":"green-lamp"}'),
			"APPLICATION_JSON (credentials as JSON)",
		],
		[
			"on a command line",
			variable("OPTS", "--port 80 --api-key green-lamp"),
			"OPTS (options or settings with a credential)",
		],
		[
			"as the address of a webhook",
			variable("NOTIFY", `https://discord.com/api/webhooks/${"1".repeat(18)}/${"aB3d".repeat(17)}`),
			"NOTIFY (an address that is a secret, as that of a webhook is)",
		],
		[
			"under a name that says more, if the value looks like one",
			variable("PASSWORD_WIKI", "gr33n-lamp"),
			"PASSWORD_WIKI (its name and format indicate a credential)",
		],
		[
			"in the name, which is not shown then",
			variable(`AKIA${"7".repeat(16)}`, "x"),
			"variable 1 (the name itself is a credential)",
		],
	])("%s", (_, one, what) => {
		expect(verdictLines(control, facts(one))).toEqual([found(what)]);
	});

	test("fails whatever else is unknown, reports the first credential as the field and names five", () => {
		const names = ["A", "B", "C", "D", "E", "F"].map((name) => variable(`${name}_TOKEN`, "x"));
		const [verdict] = judged(control, facts({ name: "SECRET", value: unresolved }, ...names));
		expect(verdict?.message).toBe(
			"container app has credentials in plain text: A_TOKEN (its name indicates a credential), B_TOKEN (its name " +
				"indicates a credential), C_TOKEN (its name indicates a credential), D_TOKEN (its name indicates a " +
				"credential), E_TOKEN (its name indicates a credential) and 1 more",
		);
		expect(verdict?.field).toBe("environment.1");
	});

	test("gives a remediation for the engine", () => {
		const one = variable("DB_PASSWORD", "x");
		const remediations = [facts(one), inDocker(one)].map((of) => judged(control, of)[0]?.remediation.slice(0, 40));
		expect(remediations).toEqual([
			"Store the value in Secrets Manager or Pa",
			"Store the value in a file, list it under",
		]);
	});
});

describe("passes for", () => {
	test.each<[string, EnvironmentFacts]>([
		["a setting that mentions one", variable("PASSWORD_MIN_LENGTH", "12")],
		["an empty value", variable("DB_PASSWORD", "")],
		["a path", variable("DB_PASSWORD", "/run/secrets/db")],
		["a path of an access key", variable("AWS_SECRET_ACCESS_KEY", "/run/secrets/application/access-key")],
		["a path that looks like one under another name", variable("DB_PASSWORD", `/${"aB3/".repeat(9)}xyZ`)],
		["a key that is a word", variable("STRIPE_KEY", "team-payments")],
		["a random text under another name", variable("SORT_KEY", "c5d3f3a1b2c4d5e6")],
		["a partly known key that cannot be random", { name: "STRIPE_KEY", value: unresolved, known: hidden("team-${X}") }],
		["an ARN", variable("DB_SECRET", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf")],
		["yes or no", variable("ROTATE_SECRET", "true")],
		["a relative path", variable("CLOUD_CREDENTIALS", "keys/account.json")],
		["a file of the class path", variable("JWT_PRIVATE_KEY", "classpath:jwt/private.pem")],
		["a path below a folder that is filled in", variable("JWT_PRIVATE_KEY", "${DIR}/private.pem")],
		["a count", variable("SUMMARY_TOKENS", "800")],
		["a setting of an application that is called Secret", variable("SECRET_SANTA_NOTE", "de")],
		["a public key", variable("DEPLOY_KEY", "ssh-ed25519 AAAAC3Nza ops@example")],
		["an encrypted value", variable("DB_PASSWORD", "ENC(c5d3f3a1b2c4)")],
		["a way to authenticate", variable("GRAPH_AUTH", "none")],
		["a user and its group", variable("RUN_USER", "1000:1000")],
		["a template of a URL", variable("TOKEN_URL", "https://login.example/token")],
		["a number where a number is a setting", variable("MYSQL_ALLOW_EMPTY_PASSWORD", "1")],
		["a dynamic reference to a plain parameter", variable("LEVEL", "{{resolve:ssm:/level}}")],
		["an unresolved value under another name", { name: "TABLE", value: unresolved }],
		[
			"a partly known address without a password",
			{ name: "REDIS_URL", value: unresolved, known: hidden("redis://${H}") },
		],
		["no value under such a name in ECS", { name: "DB_PASSWORD", value: null }],
	])("%s", (_, one) => {
		expect(verdictLines(control, facts(one))).toEqual([clean]);
	});

	test("passes for containers without an environment", () => {
		const containers = [aContainer(), aContainer({ name: "sidecar" })];
		expect(verdictLines(control, aTaskDefinition({ containers }))).toEqual([
			clean,
			"pass HIGH container sidecar has no credentials in its environment variables",
		]);
	});
});

describe("is unknown for", () => {
	test.each<[string, TaskDefinitionFacts, string]>([
		[
			"an unresolved value under such a name",
			facts({ name: "DB_PASSWORD", value: unresolved }),
			"DB_PASSWORD (Ref X has no default)",
		],
		["a key of something", facts({ name: "STRIPE_KEY", value: unresolved }), "STRIPE_KEY (Ref X has no default)"],
		[
			"a credential's name with the word of a setting",
			facts({ name: "MAX_TOKENS", value: unresolved, known: hidden("${X}") }),
			"MAX_TOKENS (Ref X has no default)",
		],
		[
			"an unresolved address",
			facts({ name: "DATABASE_URL", value: unresolved }),
			"DATABASE_URL (Ref X has no default)",
		],
		[
			"an address whose password is unresolved",
			facts({ name: "QUEUE", value: unresolved, known: hidden("amqp://a:${X}@mq") }),
			"QUEUE (Ref X has no default)",
		],
		[
			"a placeholder under such a name",
			facts(variable("DB_PASSWORD", "${DB_PASSWORD}")),
			"DB_PASSWORD (its value is filled in later)",
		],
		[
			"an address whose password is filled in",
			facts(variable("DATABASE_URL", "postgres://a:${PW}@db/x")),
			"DATABASE_URL (its value is a placeholder)",
		],
		[
			"a value that was taken out",
			facts(variable("LEVEL", "HIDDEN_DUE_TO_SECURITY_REASONS")),
			"LEVEL (its value was redacted)",
		],
		[
			"a value that is too long",
			facts(variable("LEVEL", " ".repeat(65_537))),
			"LEVEL (only the first 64 KiB of its value were checked)",
		],
		[
			"a Compose variable without a value",
			inDocker({ name: "LEVEL", value: null }, { name: "TURN_SECRET", value: null }, { name: "DB_URL", value: null }),
			"TURN_SECRET (its value comes from the environment that the container is started in), DB_URL (its value comes " +
				"from the environment that the container is started in)",
		],
	])("%s", (_, of, what) => {
		expect(verdictLines(control, of)).toEqual([open(what)]);
	});

	test("passes for a value of the maximum length", () => {
		expect(verdictLines(control, facts(variable("LEVEL", " ".repeat(65_536))))).toEqual([clean]);
	});

	test("is unknown for an unknown environment and not applicable without containers", () => {
		expect(verdictLines(control, aTaskDefinition({ containers: [aContainer({ environment: unresolved })] }))).toEqual([
			"unknown HIGH the environment of container app is unknown (Ref X has no default)",
		]);
		expect(verdictLines(control, aTaskDefinition({ containers: unresolved }))).toEqual([
			"unknown HIGH the containers are unknown (Ref X has no default)",
		]);
		expect(verdictLines(control, aTaskDefinition({ containers: [] }))).toEqual([
			"not-applicable HIGH there are no containers",
		]);
	});

	test("reports the undecided variable as the field", () => {
		const [verdict] = judged(control, facts(variable("A", "b"), { name: "DB_PASSWORD", value: unresolved }));
		expect(verdict?.field).toBe("environment.1");
	});
});

import { expect, test } from "@jest/globals";
import control from "../../../../controls/task-definition/no-plaintext-secrets.ts";
import type { EnvironmentFacts } from "../../../../core/facts.ts";
import { HiddenText } from "../../../../core/hidden-text.ts";
import { aContainer, aTaskDefinition } from "../../../support/builders.ts";
import { verdictLines } from "../../../support/judged.ts";

const variable = (name: string, value: string): EnvironmentFacts => ({ name, value: new HiddenText(value) });
const facts = (one: EnvironmentFacts) => aTaskDefinition({ containers: [aContainer({ environment: [one] })] });
const open = (what: string) =>
	`unknown HIGH cannot tell whether these variables of container app are credentials: ${what}`;
const unresolved = { unresolved: "Ref X has no default" };

test.each<[string, EnvironmentFacts, string]>([
	["an instruction to fill it in", variable("API_KEY", "your-api-key-here"), "its value is a placeholder"],
	["what stands for a key of another service", variable("API_TOKEN", "changeme"), "its value is a placeholder"],
	["the path of a secret", variable("DB_SECRET", "prod/shop/db"), "its value may be the name of a secret"],
	[
		"the name of a file or a secret",
		variable("APP_CREDENTIALS", "shop_creds"),
		"its value may be the name of a secret",
	],
	["the name of a header", variable("GATE_TOKEN", "X-Gate-User"), "its value may be the name of a header"],
	["the name of a key", variable("SSH_KEY", "deploy-key"), "its value may be the name of a key"],
	[
		"a word under a name that says more",
		variable("SECRET_SANTA_NOTE", "snow"),
		"it may be a credential, or a setting of one",
	],
	[
		"a word under a name of authentication",
		variable("GRAPH_AUTH", "snowfall"),
		"its value may be a credential, or a way to authenticate",
	],
	[
		"a host and a port, or a user and a number",
		variable("GRAPH_AUTH", "graph:4711"),
		"its value may be a credential, or a way to authenticate",
	],
	["a user and a group, or a password", variable("RUN_USER", "shop:staff"), "its value may be a user and a password"],
	[
		"an identifier, or a key",
		variable("MAIL_KEY", "4b1f0c3e-9d2a-4c55-8a7e-3f1d2c4b5a69"),
		"its value may be a key, or an identifier",
	],
	["an unresolved pair", { name: "GRAPH_AUTH", value: unresolved }, "Ref X has no default"],
])("is unknown for %s", (_, one, why) => {
	expect(verdictLines(control, facts(one))).toEqual([open(`${one.name} (${why})`)]);
});

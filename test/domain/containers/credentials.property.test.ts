import { inspect } from "node:util";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import control from "../../../controls/task-definition/no-plaintext-secrets.ts";
import { HiddenText } from "../../../core/hidden-text.ts";
import { anyCodePoints } from "../../support/any-text.ts";
import { aContainer, aTaskDefinition } from "../../support/builders.ts";
import { judged } from "../../support/judged.ts";

/** Found in a text only when the value has come into it. */
const mark = "kX7q9Zw3";
const shapes = fc.constantFrom<(secret: string) => string>(
	(secret) => secret,
	(secret) => `postgres://user:${secret}@db/x`,
	(secret) => `{"auth":"${secret}"}`,
	(secret) => `AKIA${"7".repeat(16)} ${secret}`,
	(secret) => `{{resolve:secretsmanager:${secret}}}`,
	(secret) => `\${${secret}}`,
	(secret) => `-----BEGIN PRIVATE KEY-----${secret}`,
	(secret) => `graph/${secret}`,
	(secret) => `{"mail.password": "${secret}"}`,
	(secret) => `--port 80 --api-key ${secret}`,
	(secret) => `https://a.example/hooks/${secret}a1b2c3d4e5`,
	(secret) => `your-${secret}-here`,
);
const values = fc
	.tuple(shapes, anyCodePoints({ maxLength: 40 }))
	.map(([shape, text]) => shape(`${mark}${text}${mark}`));
const names = fc.oneof(
	fc.constantFrom("DB_PASSWORD", "LEVEL", "DATABASE_URL", "MAX_TOKENS", "GRAPH_AUTH", "RUN_USER", "SECRET_SANTA_NOTE"),
	anyCodePoints({ maxLength: 20 }),
);
const environments = fc.array(
	fc.record({ name: names, value: values, isKnown: fc.boolean() }).map(({ name, value, isKnown }) => ({
		name,
		value: isKnown ? new HiddenText(value) : { unresolved: "Ref X has no default" },
		known: new HiddenText(value),
	})),
	{ maxLength: 8 },
);

test("never shows a value in any form in what it reports", () => {
	fc.assert(
		fc.property(environments, fc.constantFrom("ecs" as const, "docker" as const), (environment, engine) => {
			const facts = { ...aTaskDefinition({ containers: [aContainer({ environment })] }), engine };
			const settings = { values: ["*"] };
			const verdicts = [...judged(control, facts), ...judged(control, facts, settings)];
			for (const text of [
				JSON.stringify(verdicts),
				inspect(verdicts),
				JSON.stringify(facts),
				inspect(facts, false, 9),
			]) {
				expect(text).not.toContain(mark);
			}
		}),
	);
});

import { defineControl } from "../../core/control.ts";
import { aTaskWith, aVariable } from "../../core/example-facts.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { globs } from "../../core/settings.ts";
import { fail, pass, unknown } from "../../core/verdict.ts";
import { findSuspects, suspectsText } from "../../domain/containers/credentials.ts";
import { judgeEachContainer } from "../../domain/containers/each-container.ts";

const withVariable = (name: string, value: string) => aTaskWith({ environment: [aVariable(name, value)] });

const remediations = {
	ecs:
		'Keep the value in Secrets Manager or the Parameter Store and write "secrets": [{"name": NAME, "valueFrom": ' +
		"ARN}] instead. Change the credential: every revision that held it can still be read.",
	docker:
		"Keep the value in a file and name it under secrets: (NAME_FILE=/run/secrets/NAME), and change the credential.",
};

/** Whoever may describe a task definition, or read the template, can read its environment. */
export default defineControl({
	id: "task-definition/no-plaintext-secrets",
	on: "task-definition",
	field: "environment",
	title: "Environment variables hold no credentials",
	severity: "HIGH",
	aws: "ECS.8",
	blocking: true,
	why: "Environment variables stand in every revision, template, console and crash report as plain text: everybody who may look has the credential.",
	remediation: remediations.ecs,
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-8",
	],
	settings: {
		names: globs([], "Further variable names that hold credentials."),
		values: globs([], "Further values that are credentials."),
		notSecret: globs([], "Variable names that hold no credentials, whatever they look like."),
	},
	examples: {
		pass: [
			{ title: "Settings that only speak of a token", facts: withVariable("TOKEN_TTL_SECONDS", "3600") },
			{ title: "The path of a file that holds it", facts: withVariable("DB_PASSWORD", "/run/secrets/db") },
		],
		fail: [
			{ title: "A name that says what the value is", facts: withVariable("DB_PASSWORD", "an example") },
			{ title: "A password in an address", facts: withVariable("QUEUE", "amqp://shop:an-example@mq.internal/shop") },
		],
	},

	evaluate(facts, settings) {
		return judgeEachContainer(facts, ({ name, environment }) => {
			if (isUnresolved(environment))
				return unknown(`the environment of container ${name} is ${formatUnknown(environment)}`);
			const suspects = findSuspects(environment, facts.engine, settings);
			const credentials = suspects.filter(({ verdict }) => verdict === "credential");
			const first = credentials[0] ?? suspects[0];
			if (first === undefined) return pass(`container ${name} has no credential in its environment`);
			const field = `environment.${first.at}`;
			const text = suspectsText(credentials.length > 0 ? credentials : suspects);
			const unclear = `container ${name}: nobody knows yet whether these are credentials: ${text}`;
			if (credentials.length === 0) return unknown(unclear, { field });
			const remediation = remediations[facts.engine];
			return fail(`container ${name} has credentials in plain text: ${text}`, { field, remediation });
		});
	},
});

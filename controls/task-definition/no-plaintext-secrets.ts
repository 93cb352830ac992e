import { defineControl } from "../../core/control.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { globs } from "../../core/settings.ts";
import { fail, pass, unknown } from "../../core/verdict.ts";
import { findSuspects, suspectsText, undecidedText } from "../../domain/containers/credentials.ts";
import { judgeEachContainer } from "../../domain/containers/each-container.ts";
import { aTaskWith, aVariable } from "../../domain/example-facts.ts";

const withVariable = (name: string, value: string) => aTaskWith({ environment: [aVariable(name, value)] });

const remediations = {
	ecs:
		'Store the value in Secrets Manager or Parameter Store and write "secrets": [{"name": NAME, "valueFrom": ARN}] ' +
		"instead. Rotate the credential: every revision that contained it can still be read.",
	docker: "Store the value in a file, list it under secrets: (NAME_FILE=/run/secrets/NAME), and rotate the credential.",
};

/** Anyone who can describe a task definition or read its template can read its environment variables. */
export default defineControl({
	id: "task-definition/no-plaintext-secrets",
	on: "task-definition",
	field: "environment",
	title: "Environment variables should not hold credentials",
	severity: "HIGH",
	aws: "ECS.8",
	blocking: true,
	why: "Environment variables appear as plain text in every revision, template, console and crash report: anyone who can read one of these has the credential.",
	remediation: remediations.ecs,
	dockerRemediation: remediations.docker,
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-8",
	],
	settings: {
		names: globs([], "Additional names of variables that hold credentials."),
		values: globs([], "Additional values that are credentials."),
		notSecret: globs([], "Names of variables that do not hold credentials, whatever they look like."),
	},
	examples: {
		pass: [
			{ title: "A setting whose name only mentions a token", facts: withVariable("TOKEN_TTL_SECONDS", "3600") },
			{ title: "The path of a file with the credential", facts: withVariable("DB_PASSWORD", "/run/secrets/db") },
		],
		fail: [
			{ title: "A name that indicates a credential", facts: withVariable("DB_PASSWORD", "an example") },
			{ title: "A password in a URL", facts: withVariable("QUEUE", "amqp://shop:an-example@mq.internal/shop") },
		],
	},

	evaluate(facts, settings) {
		return judgeEachContainer(facts, ({ name, environment }) => {
			if (isUnresolved(environment))
				return unknown(`the environment of container ${name} is ${formatUnknown(environment)}`);
			const suspects = findSuspects(environment, facts.engine, settings);
			const credentials = suspects.filter(({ verdict }) => verdict === "credential");
			const first = credentials[0] ?? suspects[0];
			if (first === undefined) return pass(`container ${name} has no credentials in its environment variables`);
			const field = `environment.${first.at}`;
			if (credentials.length === 0) return unknown(undecidedText(name, suspects), { field });
			return fail(`container ${name} has credentials in plain text: ${suspectsText(credentials)}`, { field });
		});
	},
});

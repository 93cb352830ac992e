import { defineControl } from "../../core/control.ts";
import { isUnresolved } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import { fail, notApplicable, pass } from "../../core/verdict.ts";
import { judgeEachContainer } from "../../domain/containers/each-container.ts";
import { failingLogDrivers, judgeUnknownDriver } from "../../domain/containers/log-drivers.ts";
import { aContainer, aTaskDefinition } from "../../domain/example-facts.ts";

const remediations = {
	ecs:
		'Write "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/FAMILY", "awslogs-region": ' +
		'"REGION", "awslogs-stream-prefix": "CONTAINER"}} in the container.',
	docker:
		"Remove driver: none from logging: (docker run --log-driver none); the engine then uses its default log driver.",
};

const withLogDriver = (logDriver: string | null) => aTaskDefinition({ containers: [aContainer({ logDriver })] });

const managedJsonFile = { ...withLogDriver("json-file"), compatibilities: ["MANAGED_INSTANCES"] };

/** Without a log driver, the output depends on the host's configuration in ECS, and is lost on Fargate. */
export default defineControl({
	id: "task-definition/logging",
	on: "task-definition",
	field: "logConfiguration",
	title: "Containers should send their logs somewhere",
	severity: "HIGH",
	aws: "ECS.9",
	why: "Without logs, an attack is neither noticed while it happens nor understood afterwards.",
	remediation: remediations.ecs,
	dockerRemediation: remediations.docker,
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-9",
		"https://docs.docker.com/engine/logging/configure/",
	],
	examples: {
		pass: [
			{ title: "The driver awslogs", facts: withLogDriver("awslogs") },
			{ title: "FireLens", facts: withLogDriver("awsfirelens") },
		],
		fail: [
			{ title: "No logConfiguration", facts: withLogDriver(null) },
			{ title: "The driver none", facts: withLogDriver("none") },
			{ title: "The driver json-file on Managed Instances: severity LOW", facts: managedJsonFile },
		],
	},

	evaluate(facts) {
		const failing = failingLogDrivers(facts);
		return judgeEachContainer(facts, ({ name, logDriver }) => {
			if (isUnresolved(logDriver)) return judgeUnknownDriver(name, logDriver, facts);
			const fault = failing.find(({ driver }) => driver === logDriver);
			if (fault !== undefined) {
				const { severity, text } = fault;
				return fail(`container ${name} ${text}`, { severity, field: "logConfiguration.logDriver" });
			}
			if (logDriver !== null) return pass(`container ${name} logs to ${formatForDisplay(logDriver)}`);
			if (facts.engine === "docker") return notApplicable(`container ${name} uses the engine's default log driver`);
			return fail(`container ${name} has no log driver`);
		});
	},
});

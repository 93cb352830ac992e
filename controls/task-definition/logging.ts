import { defineControl } from "../../core/control.ts";
import { aContainer, aTaskDefinition } from "../../core/example-facts.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import { fail, notApplicable, pass, unknown } from "../../core/verdict.ts";
import { judgeEachContainer } from "../../domain/containers/each-container.ts";

const remediations = {
	ecs:
		'Write "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/web", "awslogs-region": ' +
		'"<Region>", "awslogs-stream-prefix": "app"}} in the container.',
	docker: "Take driver: none out of logging: (docker run --log-driver none): the engine then logs by its default.",
};

const to = (logDriver: string | null) => aTaskDefinition({ containers: [aContainer({ logDriver })] });

/** ECS leaves a container without a driver to whatever the host happens to do, and on Fargate nobody ever sees its output. */
export default defineControl({
	id: "task-definition/logging",
	on: "task-definition",
	field: "logConfiguration",
	title: "Containers send their logs somewhere",
	severity: "HIGH",
	aws: "ECS.9",
	why: "Without logs nobody sees an attack while it happens, nor afterwards what was done.",
	remediation: remediations.ecs,
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-9",
		"https://docs.docker.com/engine/logging/configure/",
	],
	examples: {
		pass: [
			{ title: "awslogs", facts: to("awslogs") },
			{ title: "FireLens", facts: to("awsfirelens") },
		],
		fail: [
			{ title: "No logConfiguration", facts: to(null) },
			{ title: "The driver none", facts: to("none") },
		],
	},

	evaluate(facts) {
		const { engine } = facts;
		return judgeEachContainer(facts, ({ name, logDriver }) => {
			if (isUnresolved(logDriver)) return unknown(`the log driver of container ${name} is ${formatUnknown(logDriver)}`);
			const remediation = remediations[engine];
			if (logDriver === "none") {
				return fail(`container ${name} throws its logs away (driver none)`, {
					remediation,
					field: "logConfiguration.logDriver",
				});
			}
			if (logDriver !== null) return pass(`container ${name} logs to ${formatForDisplay(logDriver)}`);
			if (engine === "docker") return notApplicable(`container ${name} logs by the engine's default`);
			return fail(`container ${name} has no log driver`, { remediation });
		});
	},
});

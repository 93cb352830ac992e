import { defineControl } from "../../core/control.ts";
import { formatForDisplay } from "../../core/text.ts";
import { fail, pass, unknown } from "../../core/verdict.ts";
import { aCluster } from "../../domain/example-services.ts";

/** DEFAULT, which also applies if nothing is set, uses each container's awslogs driver; task-definition/logging checks these. */
export default defineControl({
	id: "cluster/exec-logging",
	on: "cluster",
	field: "configuration.executeCommandConfiguration.logging",
	title: "ECS clusters should log the commands of ECS Exec",
	severity: "LOW",
	why: "ECS Exec opens a shell in a running container; without a log, nobody can see later what was done in it.",
	remediation:
		"Set logging to OVERRIDE with a log group or a bucket in the cluster's executeCommandConfiguration, or to DEFAULT, which " +
		"uses the awslogs configuration of the container.",
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ExecuteCommandConfiguration.html",
		"https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
	],
	examples: {
		pass: [
			{ title: "To a log group or a bucket", facts: aCluster() },
			{ title: "To the container's log", facts: aCluster({ execLogging: "DEFAULT", hasExecLogTarget: false }) },
		],
		fail: [
			{ title: "Logging is NONE", facts: aCluster({ execLogging: "NONE", hasExecLogTarget: false }) },
			{ title: "OVERRIDE names no log group and no bucket", facts: aCluster({ hasExecLogTarget: false }) },
		],
	},

	evaluate({ name, execLogging, hasExecLogTarget }) {
		switch (execLogging) {
			case "NONE":
				return fail(`${name}: commands of ECS Exec are not logged (NONE)`);
			case "OVERRIDE":
				return hasExecLogTarget
					? pass(`${name}: commands of ECS Exec are logged to a log group or a bucket`)
					: fail(`${name}: commands of ECS Exec are not logged (OVERRIDE names no log group and no bucket)`);
			case "DEFAULT":
			case null:
				return pass(`${name}: commands of ECS Exec are logged by the awslogs driver of the container`);
			default:
				return unknown(`${name}: the value "${formatForDisplay(execLogging)}" of logging is not recognized`);
		}
	},
});

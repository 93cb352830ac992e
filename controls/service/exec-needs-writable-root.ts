import { defineControl } from "../../core/control.ts";
import { aContainer, aTaskDefinition, aTaskWith } from "../../domain/example-facts.ts";
import { aService } from "../../domain/example-services.ts";
import { judgeExec } from "../../domain/services/exec.ts";

const running = (definition: ReturnType<typeof aTaskDefinition>) =>
	aService({ isExecEnabled: true, definition: { value: definition } });

/** The agent of ECS Exec writes to the container's root filesystem; AWS does not support it with a read-only root. */
export default defineControl({
	id: "service/exec-needs-writable-root",
	on: "service",
	field: "enableExecuteCommand",
	title: "ECS services should enable ECS Exec only with a writable root filesystem",
	severity: "MEDIUM",
	why: "ECS Exec does not work in a container with a read-only root, so its permissions and its risk remain without any use.",
	remediation:
		"Set enableExecuteCommand to false and keep the root read-only; to debug, run a copy of the task with a writable root.",
	fixCommand:
		"aws ecs update-service --cluster CLUSTER --service NAME --no-enable-execute-command --force-new-deployment",
	references: ["https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html"],
	examples: {
		pass: [
			{ title: "ECS Exec is off, and the root is read-only", facts: aService() },
			{
				title: "ECS Exec is on, and the root is writable",
				facts: running(aTaskWith({ readonlyRootFilesystem: null })),
			},
		],
		fail: [
			{ title: "ECS Exec is on, and the root is read-only", facts: running(aTaskDefinition()) },
			{
				title: "One of two containers has a read-only root",
				facts: running(
					aTaskDefinition({
						containers: [aContainer({ readonlyRootFilesystem: false }), aContainer({ name: "proxy" })],
					}),
				),
			},
		],
	},

	evaluate: judgeExec,
});

import { defineControl } from "../../core/control.ts";
import { pass, unknown } from "../../core/verdict.ts";
import { checkHostNamespaces } from "../../domain/containers/host-namespaces.ts";
import { combineProblems, isNonEmpty } from "../../domain/containers/problems.ts";
import { aTaskDefinition } from "../../domain/example-facts.ts";

/** One verdict for the task, because these settings apply to all its containers. */
export default defineControl({
	id: "task-definition/no-host-namespaces",
	on: "task-definition",
	field: "pidMode",
	title: "Tasks should not share a process, IPC or network namespace with their host",
	severity: "HIGH",
	aws: "ECS.3, ECS.17",
	why: "In the host's namespaces, a container can see the processes, the memory or the network of everything else that runs there.",
	remediation: 'Remove "pidMode" and "ipcMode", and write "networkMode": "awsvpc".',
	dockerRemediation: "Remove pid: host, ipc: host and network_mode: host (docker run --pid, --ipc and --network host).",
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-3",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-17",
	],
	examples: {
		pass: [
			{ title: "networkMode is awsvpc, and no other mode is set", facts: aTaskDefinition() },
			{ title: "Processes are shared within the task", facts: aTaskDefinition({ pidMode: "task" }) },
		],
		fail: [
			{ title: "pidMode is host", facts: aTaskDefinition({ pidMode: "host" }) },
			{ title: "networkMode is host: severity MEDIUM", facts: aTaskDefinition({ networkMode: "host" }) },
		],
	},

	evaluate(facts) {
		const { problems, unresolved } = checkHostNamespaces(facts);
		if (isNonEmpty(problems)) return combineProblems(problems);
		if (unresolved !== null) return unknown(unresolved.reason, { field: unresolved.field });
		return pass("no process, IPC or network namespace is shared with the host");
	},
});

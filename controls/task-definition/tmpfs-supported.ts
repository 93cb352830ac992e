import { defineControl } from "../../core/control.ts";
import { judgeTmpfsSupport } from "../../domain/containers/tmpfs-support.ts";
import { aTaskDefinition } from "../../domain/example-facts.ts";

/** Since 2026-01-06, tmpfs also works on Fargate and Managed Instances, but only on Linux. */
export default defineControl({
	id: "task-definition/tmpfs-supported",
	on: "task-definition",
	field: "linuxParameters.tmpfs",
	title: "tmpfs mounts should be used only where ECS supports them",
	severity: "MEDIUM",
	why: "If tmpfs is not supported, the task does not start, or starts without the writable path that it relies on.",
	remediation: "Run the task on Linux, on Fargate with platform version 1.4.0 or LATEST; otherwise use a volume.",
	dockerRemediation: "Run the container on Linux; otherwise use a volume.",
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LinuxParameters.html",
		"https://aws.amazon.com/about-aws/whats-new/2026/01/amazon-ecs-tmpfs-mounts-aws-fargate-managed-instances/",
	],
	readsServices: true,
	examples: {
		pass: [
			{ title: "Linux, and no service pins a platform version", facts: aTaskDefinition() },
			{ title: "A service pins LATEST", facts: aTaskDefinition({ platformVersions: ["LATEST"] }) },
		],
		fail: [
			{ title: "A Windows task definition", facts: aTaskDefinition({ operatingSystem: "windows" }) },
			{ title: "A service pins 1.3.0", facts: aTaskDefinition({ platformVersions: ["1.4.0", "1.3.0"] }) },
		],
	},

	evaluate: judgeTmpfsSupport,
});

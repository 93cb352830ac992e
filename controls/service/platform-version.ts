import { defineControl } from "../../core/control.ts";
import { aService } from "../../domain/example-services.ts";
import { judgePlatformVersions } from "../../domain/services/platform-versions.ts";

const on = (version: string, family: string | null) =>
	aService({ platformVersions: [{ of: "service", version, family }] });

/** A service that is set to LATEST passes, although tasks that started earlier keep their version until they are replaced. */
export default defineControl({
	id: "service/platform-version",
	on: "service",
	field: "platformVersion",
	title: "Fargate services should run on the latest platform version",
	severity: "MEDIUM",
	aws: "ECS.10",
	why: "An old platform version has an old kernel and container runtime, and lacks features such as tmpfs mounts.",
	remediation: "Set platformVersion to LATEST in the service, or in the task set, and deploy it.",
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-10",
	],
	examples: {
		pass: [
			{ title: "1.4.0 on Linux", facts: aService() },
			{ title: "LATEST", facts: on("LATEST", null) },
			{ title: "1.0.0 on Windows", facts: on("1.0.0", "WINDOWS_SERVER_2022_CORE") },
		],
		fail: [
			{ title: "1.3.0 on Linux", facts: on("1.3.0", "LINUX") },
			{
				title: "A task set on 1.3.0",
				facts: aService({
					platformVersions: [
						{ of: "service", version: "LATEST", family: "LINUX" },
						{ of: "ecs-svc/1234567890123456789", version: "1.3.0", family: "LINUX" },
					],
				}),
			},
		],
	},

	evaluate: judgePlatformVersions,
});

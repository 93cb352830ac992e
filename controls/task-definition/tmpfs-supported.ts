import { defineControl } from "../../core/control.ts";
import { aTaskDefinition } from "../../core/example-facts.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { fail, pass, unknown } from "../../core/verdict.ts";
import { formatPath, judgeEachContainerWithTmpfs } from "../../domain/containers/each-container.ts";
import { comparePlatformVersion } from "../../domain/containers/platform-version.ts";

/** Since 2026-01-06 tmpfs works on Fargate and Managed Instances too, but on Linux only. */
export default defineControl({
	id: "task-definition/tmpfs-supported",
	on: "task-definition",
	field: "linuxParameters.tmpfs",
	title: "tmpfs mounts are used where ECS supports them",
	severity: "MEDIUM",
	why: "Where tmpfs is not supported the task does not start, or starts without the writable place that it counts on.",
	remediation: "Run the task on Linux, on Fargate with platform version 1.4.0 or LATEST; elsewhere use a volume.",
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LinuxParameters.html",
		"https://aws.amazon.com/about-aws/whats-new/2026/01/amazon-ecs-tmpfs-mounts-aws-fargate-managed-instances/",
	],
	readsServices: true,
	examples: {
		pass: [
			{ title: "Linux, no service pins a platform version", facts: aTaskDefinition() },
			{ title: "A service pins LATEST", facts: aTaskDefinition({ platformVersions: ["LATEST"] }) },
		],
		fail: [
			{ title: "A Windows family", facts: aTaskDefinition({ operatingSystem: "windows" }) },
			{ title: "A service pins 1.3.0", facts: aTaskDefinition({ platformVersions: ["1.4.0", "1.3.0"] }) },
		],
	},

	evaluate(facts) {
		const { operatingSystem, platformVersions } = facts;
		const known = isUnresolved(platformVersions) ? [] : platformVersions;
		const old = known.filter((version) => comparePlatformVersion(version) === "old");
		const strange = known.filter((version) => comparePlatformVersion(version) === "strange");
		return judgeEachContainerWithTmpfs(facts, ({ name }, tmpfs) => {
			const what = `container ${name}: tmpfs ${tmpfs.map(({ path }) => formatPath(path, operatingSystem)).join(", ")}`;
			if (operatingSystem === "windows") {
				return fail(`${what} does not exist on Windows`, {
					remediation: "Take linuxParameters.tmpfs out of the Windows container and write to a volume.",
				});
			}
			if (old.length > 0) {
				return fail(`${what} needs Fargate platform version 1.4.0, and a service pins ${old.join(", ")}`, {
					remediation: 'Set "platformVersion": "LATEST" or "1.4.0" in the service.',
				});
			}
			if (isUnresolved(operatingSystem)) {
				return unknown(`${what} is supported on Linux; the operating system is ${formatUnknown(operatingSystem)}`);
			}
			if (isUnresolved(platformVersions)) {
				return unknown(
					`${what} needs Fargate platform version 1.4.0; what the services pin is ${formatUnknown(platformVersions)}`,
				);
			}
			if (strange.length > 0) return unknown(`${what}: the platform version "${strange.join(", ")}" is not known here`);
			return pass(`${what} is supported`);
		});
	},
});

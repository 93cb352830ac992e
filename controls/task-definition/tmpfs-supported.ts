import { defineControl } from "../../core/control.ts";
import type { ContainerFacts, TmpfsFacts } from "../../core/facts.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { fail, pass, unknown } from "../../core/verdict.ts";
import { formatPath, judgeEachContainerWithTmpfs } from "../../domain/containers/each-container.ts";
import { comparePlatformVersion } from "../../domain/containers/platform-version.ts";
import { aTaskDefinition } from "../../domain/example-facts.ts";

/** Since 2026-01-06, tmpfs also works on Fargate and Managed Instances, but only on Linux. */
export default defineControl({
	id: "task-definition/tmpfs-supported",
	on: "task-definition",
	field: "linuxParameters.tmpfs",
	title: "tmpfs mounts are used where ECS supports them",
	severity: "MEDIUM",
	why: "If tmpfs is not supported, the task does not start, or starts without the writable path that it relies on.",
	remediation: "Run the task on Linux, on Fargate with platform version 1.4.0 or LATEST; otherwise use a volume.",
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

	evaluate(facts) {
		const { operatingSystem, platformVersions } = facts;
		const known = isUnresolved(platformVersions) ? [] : platformVersions;
		const old = known.filter((version) => comparePlatformVersion(version) === "old");
		const others = known.filter((version) => comparePlatformVersion(version) === "unrecognized");
		const isCurrent = !isUnresolved(platformVersions) && old.length + others.length === 0;
		const ifUnknown = ({ name }: ContainerFacts) =>
			operatingSystem === "linux" && isCurrent ? pass(`container ${name}: any tmpfs is supported`) : null;
		const judge = ({ name }: ContainerFacts, tmpfs: readonly TmpfsFacts[]) => {
			const what = `container ${name}: tmpfs ${tmpfs.map(({ path }) => formatPath(path, operatingSystem)).join(", ")}`;
			if (operatingSystem === "windows") {
				return fail(`${what} is not supported on Windows`, {
					remediation: "Remove linuxParameters.tmpfs from the Windows container and write to a volume.",
				});
			}
			if (old.length > 0) {
				return fail(`${what} requires Fargate platform version 1.4.0, but a service pins ${old.join(", ")}`, {
					remediation: 'Set "platformVersion": "LATEST" or "1.4.0" in the service.',
				});
			}
			if (isUnresolved(operatingSystem)) {
				return unknown(`${what} is only supported on Linux; the operating system is ${formatUnknown(operatingSystem)}`);
			}
			if (isUnresolved(platformVersions)) {
				return unknown(
					`${what} requires Fargate platform version 1.4.0; the version that its services pin is ${formatUnknown(platformVersions)}`,
				);
			}
			if (others.length > 0) return unknown(`${what}: platform version "${others.join(", ")}" is not recognized`);
			return pass(`${what} is supported`);
		};
		return judgeEachContainerWithTmpfs(facts, judge, ifUnknown);
	},
});

import type { ContainerFacts, TaskDefinitionFacts, TmpfsFacts } from "../../core/facts.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { fail, type Judgement, pass, unknown } from "../../core/verdict.ts";
import { judgeEachContainerWithTmpfs } from "./each-container.ts";
import { nameTmpfs } from "./mount-names.ts";
import { comparePlatformVersion } from "./platform-version.ts";

/** Judges whether the tmpfs mounts of each container work where the task runs. */
export function judgeTmpfsSupport(facts: TaskDefinitionFacts): readonly Judgement[] {
	const { operatingSystem, platformVersions } = facts;
	const known = isUnresolved(platformVersions) ? [] : platformVersions;
	const old = known.filter((version) => comparePlatformVersion(version) === "old");
	const others = known.filter((version) => comparePlatformVersion(version) === "unrecognized");
	const isCurrent = !isUnresolved(platformVersions) && old.length + others.length === 0;
	const ifUnknown = ({ name }: ContainerFacts) =>
		operatingSystem === "linux" && isCurrent ? pass(`container ${name}: every tmpfs is supported`) : null;
	const judge = ({ name }: ContainerFacts, tmpfs: readonly TmpfsFacts[]) => {
		const what = `container ${name}: ${nameTmpfs(tmpfs, operatingSystem)}`;
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
		if (others.length > 0)
			return unknown(`${what} requires Fargate platform version 1.4.0, and "${others.join(", ")}" is not recognized`);
		return pass(`${what} is supported`);
	};
	return judgeEachContainerWithTmpfs(facts, judge, ifUnknown);
}

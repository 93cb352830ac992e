import type { ContainerFacts, TaskDefinitionFacts, TmpfsFacts } from "../../core/facts.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { type Judgement, notApplicable, unknown } from "../../core/verdict.ts";

/** One judgement per container; a single one without a container if there are none or if they are unknown. */
export function judgeEachContainer(
	{ containers }: TaskDefinitionFacts,
	judge: (container: ContainerFacts) => Judgement,
): readonly Judgement[] {
	if (isUnresolved(containers)) return [unknown(`the containers are ${formatUnknown(containers)}`)];
	if (containers.length === 0) return [notApplicable("there are no containers")];
	return containers.map((container) => ({ ...judge(container), container: container.name }));
}

/**
 * As `judgeEachContainer`, for controls of tmpfs mounts: not applicable to a container without one. `ifUnknown`: the judgement that
 * is the same for all mounts and for none; null if there is none.
 */
export function judgeEachContainerWithTmpfs(
	facts: TaskDefinitionFacts,
	judge: (container: ContainerFacts, tmpfs: readonly [TmpfsFacts, ...TmpfsFacts[]]) => Judgement,
	ifUnknown: (container: ContainerFacts) => Judgement | null = () => null,
): readonly Judgement[] {
	return judgeEachContainer(facts, (container) => {
		const { name, tmpfs } = container;
		if (isUnresolved(tmpfs)) {
			return ifUnknown(container) ?? unknown(`the tmpfs mounts of container ${name} are ${formatUnknown(tmpfs)}`);
		}
		const [first, ...others] = tmpfs;
		return first === undefined
			? notApplicable(`container ${name} has no tmpfs mount`)
			: judge(container, [first, ...others]);
	});
}

/**
 * Restricts a judgement to Linux: on Windows it is not applicable, for the given reason, and while the operating system is
 * unknown a failure becomes unknown.
 */
export function restrictToLinux(
	{ operatingSystem }: TaskDefinitionFacts,
	judgement: Judgement,
	because: string,
): Judgement {
	if (operatingSystem === "windows") return notApplicable(because);
	if (isUnresolved(operatingSystem) && judgement.status === "fail") {
		return unknown(`the operating system is ${formatUnknown(operatingSystem)}; on Linux, ${judgement.message}`);
	}
	return judgement;
}

import type { ContainerFacts, TaskDefinitionFacts, TmpfsFacts } from "../../core/facts.ts";
import { isUnresolved, notKnown } from "../../core/reading.ts";
import { type Judgement, notApplicable, unknown } from "../../core/verdict.ts";

/** One judgement for every container; a single one without a container where there is none, or none known yet. */
export function perContainer(
	{ containers }: TaskDefinitionFacts,
	judge: (container: ContainerFacts) => Judgement,
): readonly Judgement[] {
	if (isUnresolved(containers)) return [unknown(`the containers are ${notKnown(containers)}`)];
	if (containers.length === 0) return [notApplicable("there are no containers")];
	return containers.map((container) => ({ ...judge(container), container: container.name }));
}

/** The same for controls that speak of tmpfs mounts: without one they do not apply. */
export function perContainerWithTmpfs(
	facts: TaskDefinitionFacts,
	judge: (container: ContainerFacts, tmpfs: readonly [TmpfsFacts, ...TmpfsFacts[]]) => Judgement,
): readonly Judgement[] {
	return perContainer(facts, (container) => {
		const { name, tmpfs } = container;
		if (isUnresolved(tmpfs)) return unknown(`the tmpfs mounts of container ${name} are ${notKnown(tmpfs)}`);
		const [first, ...others] = tmpfs;
		return first === undefined
			? notApplicable(`container ${name} has no tmpfs mount`)
			: judge(container, [first, ...others]);
	});
}

/**
 * What holds on Linux only: on Windows it does not apply, for the reason given, and as long as the operating system is
 * not known a failure is not certain.
 */
export function onLinux({ operatingSystem }: TaskDefinitionFacts, judgement: Judgement, because: string): Judgement {
	if (operatingSystem === "windows") return notApplicable(because);
	if (isUnresolved(operatingSystem) && judgement.status === "fail") {
		return unknown(`the operating system is ${notKnown(operatingSystem)}; on Linux: ${judgement.message}`);
	}
	return judgement;
}

/** A mount's path in a sentence; without its reason where the sentence goes on to give the same one for `next`. */
export function pathText(path: TmpfsFacts["path"], next?: unknown): string {
	if (!isUnresolved(path)) return path;
	return isUnresolved(next) && next.unresolved === path.unresolved ? "(path unknown)" : `(path ${notKnown(path)})`;
}

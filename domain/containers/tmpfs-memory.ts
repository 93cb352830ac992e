import type { ContainerFacts, TaskDefinitionFacts, TmpfsFacts } from "../../core/facts.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { type Judgement, pass, unknown } from "../../core/verdict.ts";
import { isLimit, unknownOwnLimit, unknownTaskLimit } from "./memory-limits.ts";
import { nameMount, pointAt } from "./mount-names.ts";
import { combineProblems, isNonEmpty, type Problem } from "./problems.ts";
import { missingLimitAdvice, shrinkingAdvice, suggestedSize, taskAdvice } from "./tmpfs-advice.ts";

/** Shares of the memory limit, 0 to 1. */
export interface Shares {
	readonly warn: number;
	readonly maximum: number;
}

/** Hard limit that a tmpfs counts against. `ownLimitUnknown`: why the container's own limit is unknown, where the task's is its upper bound. */
type Limit =
	| { readonly mib: number; readonly owner: "container" | "task"; readonly ownLimitUnknown?: string }
	| { readonly unknown: string };

/** Compares a container's tmpfs mounts with its own hard limit or, without one, with the task's. */
export function judgeTmpfsOfContainer(
	facts: TaskDefinitionFacts,
	container: ContainerFacts,
	tmpfs: readonly TmpfsFacts[],
	shares: Shares,
): Judgement {
	const { name } = container;
	const { mib, unknownSize } = totalOf(tmpfs);
	const limit = limitOf(facts, container);
	const known = "mib" in limit ? limit : null;
	const subject = `the tmpfs mounts of container ${name}`;
	const of = known === null ? null : { mib, limit: known.mib, owner: known.owner };
	const share =
		of === null
			? null
			: shareProblem({ subject, ...of }, shares, () => shrinkingAdvice(facts, container, of, shares.warn));
	const sizes = sizeProblems(tmpfs, name, facts.engine, () => ({
		size: suggestedSize(facts, container, shares.warn),
		limit: missingLimitAdvice(facts, container, shares.warn),
	}));
	const problems = [...sizes, ...(share === null ? [] : [share])];
	const fields = known === null ? { tmpfsMiB: String(round(mib)) } : fieldsOf(mib, known.mib);
	if (isNonEmpty(problems)) return combineProblems(problems, { fields });
	if (unknownSize !== null) return unknown(`${subject}: ${unknownSize}`, { fields });
	const unknownLimit = isUnresolved(container.memoryMiB)
		? unknownOwnLimit(facts, container)
		: container.memoryMiB === null
			? unknownTaskLimit(facts)
			: null;
	if (unknownLimit !== null && !isAbove(mib / unknownLimit.atLeast, shares)) {
		const least = `${round(mib)} MiB is at most ${formatPercent(mib / unknownLimit.atLeast)} of the limit, whatever it is`;
		return pass(`${subject}: ${least}`, { fields });
	}
	if (known === null || known.ownLimitUnknown !== undefined) {
		return unknown(`${subject}: ${known?.ownLimitUnknown ?? ("unknown" in limit ? limit.unknown : "")}`, { fields });
	}
	return pass(
		`${subject}: ${round(mib)} MiB is ${formatPercent(mib / known.mib)} of the ${known.owner}'s ${round(known.mib)} MiB`,
		{
			fields,
		},
	);
}

/** Compares the tmpfs mounts of all containers with the task's limit; null where that adds nothing to the containers' own judgements. */
export function judgeTmpfsOfTask(facts: TaskDefinitionFacts, shares: Shares): Judgement | null {
	const { containers, memoryMiB } = facts;
	if (isUnresolved(containers) || !isLimit(memoryMiB)) return null;
	const totals = containers.map(({ tmpfs }) => (isUnresolved(tmpfs) ? 0 : totalOf(tmpfs).mib)).filter((mib) => mib > 0);
	if (totals.length < 2) return null;
	const mib = totals.reduce((sum, containerMib) => sum + containerMib, 0);
	const what = { subject: "the tmpfs mounts of all containers", mib, limit: memoryMiB, owner: "task" } as const;
	const problem = shareProblem(what, shares, () => taskAdvice(facts, memoryMiB, shares.warn));
	return problem === null ? null : combineProblems([problem], { fields: fieldsOf(mib, memoryMiB) });
}

/** The sum of the known sizes, and why a size is unknown. */
function totalOf(tmpfs: readonly TmpfsFacts[]): { readonly mib: number; readonly unknownSize: string | null } {
	const sizes = tmpfs.map(({ sizeMiB }) => (isUnresolved(sizeMiB) || sizeMiB === null ? 0 : Math.max(0, sizeMiB)));
	const [unknownSize = null] = tmpfs.flatMap(({ path, sizeMiB }) =>
		isUnresolved(sizeMiB) ? [`the size of ${nameMount("tmpfs", path, sizeMiB)} is ${formatUnknown(sizeMiB)}`] : [],
	);
	return { mib: sizes.reduce((sum, size) => sum + size, 0), unknownSize };
}

/** `suggest`: the size to write, in MiB, and what to write about the limit, or null. */
function sizeProblems(
	tmpfs: readonly TmpfsFacts[],
	name: string,
	engine: "ecs" | "docker",
	suggest: () => { readonly size: number; readonly limit: string | null },
): readonly Problem[] {
	return tmpfs.flatMap(({ path, sizeMiB }, index): readonly Problem[] => {
		if (isUnresolved(sizeMiB) || (sizeMiB !== null && sizeMiB > 0)) return [];
		const { size, limit } = suggest();
		const own = `Set a size for ${pointAt("tmpfs", path)}: ${engine === "ecs" ? `"size": ${size}` : `size=${size}m`}.`;
		// ECS requires a size; the Docker engine does without, and the kernel then allows half of the host's memory.
		return [
			{
				severity: sizeMiB === null && engine === "docker" ? "LOW" : "MEDIUM",
				message: `container ${name}: ${nameMount("tmpfs", path)} has ${sizeMiB === null ? "no size" : `size ${sizeMiB}`}`,
				remediation: limit === null ? own : `${own} ${limit}`,
				field: `linuxParameters.tmpfs.${index}`,
			},
		];
	});
}

function limitOf({ memoryMiB: task }: TaskDefinitionFacts, container: ContainerFacts): Limit {
	const { memoryMiB: own, memoryReservationMiB: soft } = container;
	if (isLimit(own)) return { mib: own, owner: "container" };
	if (isUnresolved(own)) {
		const unknownSize = `its memory limit is ${formatUnknown(own)}`;
		return isLimit(task) ? { mib: task, owner: "task", ownLimitUnknown: unknownSize } : { unknown: unknownSize };
	}
	if (isLimit(task)) return { mib: task, owner: "task" };
	if (isUnresolved(task)) return { unknown: `the task's memory is ${formatUnknown(task)}` };
	return soft === null
		? { unknown: "there is no hard memory limit to compare with" }
		: { unknown: "there is only a soft memory limit (memoryReservation), which does not cap memory use" };
}

/** Sizes in MiB. */
interface ShareOfLimit {
	readonly subject: string;
	readonly mib: number;
	readonly limit: number;
	readonly owner: "container" | "task";
}

function shareProblem(
	{ subject, mib, limit, owner }: ShareOfLimit,
	shares: Shares,
	advice: () => string,
): Problem | null {
	const share = mib / limit;
	if (!isAbove(share, shares)) return null;
	const bound =
		share > shares.maximum
			? `more than ${formatPercent(shares.maximum)}`
			: `above the warning threshold of ${formatPercent(shares.warn)}`;
	return {
		severity: share >= 1 ? "HIGH" : share > shares.maximum ? "MEDIUM" : "LOW",
		message: `${subject}: ${round(mib)} MiB is ${formatPercent(share)} of the ${owner}'s ${round(limit)} MiB, ${bound}`,
		remediation: advice(),
	};
}

const isAbove = (share: number, { warn }: Shares): boolean => share >= 1 || share > warn;

const formatPercent = (share: number): string => `${round(share * 100)}%`;

const round = (value: number): number => Number(value.toFixed(2));

const fieldsOf = (mib: number, limit: number): Readonly<Record<string, string>> => ({
	tmpfsMiB: String(round(mib)),
	memoryMiB: String(round(limit)),
	tmpfsShare: (mib / limit).toFixed(3),
});

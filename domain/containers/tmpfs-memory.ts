import type { ContainerFacts, TaskDefinitionFacts, TmpfsFacts } from "../../core/facts.ts";
import { isUnresolved, notKnown } from "../../core/reading.ts";
import { type Judgement, pass, unknown } from "../../core/verdict.ts";
import { pathText } from "./per-container.ts";
import { failureOf, isNonEmpty, type Problem } from "./problems.ts";

/** Shares of the memory limit, 0 to 1. */
export interface Shares {
	readonly warn: number;
	readonly maximum: number;
}

/** Hard limit that a tmpfs is charged to; `atMost`: the container's own is not known yet, but is not higher. */
type Limit =
	| { readonly mib: number; readonly whose: "container" | "task"; readonly atMost?: string }
	| { readonly unknown: string };

/** One container's tmpfs mounts against its own hard limit or, without one, the task's. */
export function judgeContainer(
	facts: TaskDefinitionFacts,
	container: ContainerFacts,
	tmpfs: readonly TmpfsFacts[],
	shares: Shares,
): Judgement {
	const { name } = container;
	const { mib, open } = totalOf(tmpfs);
	const limit = limitOf(facts, container);
	const known = "mib" in limit ? limit : null;
	const what = `the tmpfs mounts of container ${name}`;
	const share = known === null ? null : shareProblem(what, mib, known.mib, `${known.whose}'s`, shares);
	const problems = [...sizeProblems(tmpfs, name, facts.engine), ...(share === null ? [] : [share])];
	const fields = known === null ? { tmpfsMiB: String(rounded(mib)) } : fieldsOf(mib, known.mib);
	if (isNonEmpty(problems)) return failureOf(problems, { fields });
	if (open !== null) return unknown(`${what}: ${open}`, { fields });
	if (known === null || known.atMost !== undefined) {
		return unknown(`${what}: ${known?.atMost ?? ("unknown" in limit ? limit.unknown : "")}`, { fields });
	}
	return pass(
		`${what}: ${rounded(mib)} MiB is ${percent(mib / known.mib)} of the ${known.whose}'s ${rounded(known.mib)} MiB`,
		{
			fields,
		},
	);
}

/** All containers' tmpfs mounts against the task's limit; null where that adds nothing to what the containers' own shares say. */
export function judgeWholeTask(facts: TaskDefinitionFacts, shares: Shares): Judgement | null {
	const { containers, memoryMiB } = facts;
	if (isUnresolved(containers) || !isLimit(memoryMiB)) return null;
	const totals = containers.map(({ tmpfs }) => (isUnresolved(tmpfs) ? 0 : totalOf(tmpfs).mib)).filter((mib) => mib > 0);
	if (totals.length < 2) return null;
	const mib = totals.reduce((sum, one) => sum + one, 0);
	const problem = shareProblem("the tmpfs mounts of all containers", mib, memoryMiB, "task's", shares);
	return problem === null ? null : failureOf([problem], { fields: fieldsOf(mib, memoryMiB) });
}

/** What is known to be taken, and what is not known. */
function totalOf(tmpfs: readonly TmpfsFacts[]): { readonly mib: number; readonly open: string | null } {
	const sizes = tmpfs.map(({ sizeMiB }) => (isUnresolved(sizeMiB) || sizeMiB === null ? 0 : Math.max(0, sizeMiB)));
	const [open = null] = tmpfs.flatMap(({ path, sizeMiB }) =>
		isUnresolved(sizeMiB) ? [`the size of ${pathText(path, sizeMiB)} is ${notKnown(sizeMiB)}`] : [],
	);
	return { mib: sizes.reduce((sum, size) => sum + size, 0), open };
}

function sizeProblems(tmpfs: readonly TmpfsFacts[], name: string, engine: "ecs" | "docker"): readonly Problem[] {
	return tmpfs.flatMap(({ path, sizeMiB }, index): readonly Problem[] => {
		if (isUnresolved(sizeMiB) || (sizeMiB !== null && sizeMiB > 0)) return [];
		const place = pathText(path);
		// ECS requires a size; the Docker engine does without, and the kernel then allows half of the host's memory.
		return [
			{
				severity: sizeMiB === null && engine === "docker" ? "LOW" : "MEDIUM",
				message: `container ${name}: tmpfs ${place} has ${sizeMiB === null ? "no size" : `size ${sizeMiB}`}`,
				remediation: `Set a size for tmpfs ${place}: ${engine === "ecs" ? '"size": 64' : "size=64m"}.`,
				field: `linuxParameters.tmpfs.${index}`,
			},
		];
	});
}

function limitOf({ memoryMiB: task }: TaskDefinitionFacts, container: ContainerFacts): Limit {
	const { memoryMiB: own, memoryReservationMiB: soft } = container;
	if (isLimit(own)) return { mib: own, whose: "container" };
	if (isUnresolved(own)) {
		const open = `its memory limit is ${notKnown(own)}`;
		return isLimit(task) ? { mib: task, whose: "task", atMost: open } : { unknown: open };
	}
	if (isLimit(task)) return { mib: task, whose: "task" };
	if (isUnresolved(task)) return { unknown: `the task's memory is ${notKnown(task)}` };
	return soft === null
		? { unknown: "there is no hard memory limit to compare with" }
		: { unknown: "there is only a soft memory limit (memoryReservation), which does not cap memory use" };
}

/** Whether something bounds the memory: known, and more than nothing. */
export const isLimit = (memory: TaskDefinitionFacts["memoryMiB"]): memory is number =>
	typeof memory === "number" && memory > 0;

function shareProblem(what: string, mib: number, limit: number, whose: string, shares: Shares): Problem | null {
	const share = mib / limit;
	if (share < 1 && share <= shares.warn) return null;
	const bound =
		share > shares.maximum
			? `more than ${percent(shares.maximum)}`
			: `above the warning threshold of ${percent(shares.warn)}`;
	const enough = shares.warn > 0 ? `, or raise the ${whose} memory to ${Math.ceil(mib / shares.warn)} MiB` : "";
	return {
		severity: share >= 1 ? "HIGH" : share > shares.maximum ? "MEDIUM" : "LOW",
		message: `${what}: ${rounded(mib)} MiB is ${percent(share)} of the ${whose} ${rounded(limit)} MiB, ${bound}`,
		remediation: `Limit the sizes to ${Math.floor(limit * shares.warn)} MiB in total${enough}.`,
	};
}

const percent = (share: number): string => `${rounded(share * 100)} %`;

const rounded = (value: number): number => Number(value.toFixed(2));

const fieldsOf = (mib: number, limit: number): Readonly<Record<string, string>> => ({
	tmpfsMiB: String(rounded(mib)),
	memoryMiB: String(rounded(limit)),
	tmpfsShare: (mib / limit).toFixed(3),
});

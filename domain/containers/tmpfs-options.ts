import { isUnresolved, type Value } from "../../core/reading.ts";
import { knownPath, nameMount, pointAt } from "./mount-names.ts";
import type { Problem } from "./problems.ts";

export interface TmpfsOptions {
	/** Of the container. */
	readonly name: string;
	readonly path: Value<string>;
	/** Position among the container's tmpfs mounts. */
	readonly index: number;
	readonly options: Value<readonly string[]>;
	readonly required: readonly string[];
	readonly engine: "ecs" | "docker";
}

/** What is certainly wrong with the options of one tmpfs, and the options to write instead; null when nothing is wrong. */
export function optionProblem({ options, ...tmpfs }: TmpfsOptions): Problem | null {
	const { name, path, index, required, engine } = tmpfs;
	// An unknown option may be a missing one, and may revoke those before it.
	const certain = isUnresolved(options) ? afterLastUnknown(options.known ?? []) : options;
	const gaps = findOptionProblems(certain, required, engine);
	const { revoking } = gaps;
	const missing = isUnresolved(options) ? unfillable(options.known, revoking, { required, engine }) : gaps.missing;
	const clauses = [
		...(revoking.length > 0 ? [`allows ${revoking.join(", ")}`] : []),
		...(missing.length > 0 ? [`lacks ${missing.join(", ")}`] : []),
	];
	if (clauses.length === 0) return null;
	const fixed = fixedOptions(certain, required);
	const replacement =
		engine === "ecs"
			? `"mountOptions": ${JSON.stringify(fixed)}`
			: `tmpfs: ${knownPath(path) ?? "PATH"}:${fixed.join(",")}`;
	const place = pointAt("tmpfs", path);
	const edits = [
		...(revoking.length > 0 ? [`Remove ${revoking.join(", ")} from the options of ${place}.`] : []),
		...(missing.length > 0 ? [`Add ${missing.join(", ")} to the options of ${place}.`] : []),
	];
	const remediation = isUnresolved(options) ? edits.join(" ") : `Write ${replacement} on ${place}.`;
	return {
		severity: revoking.length > 0 ? "HIGH" : "MEDIUM",
		message: `container ${name}: ${nameMount("tmpfs", path)} ${clauses.join(" and ")}`,
		remediation,
		field: `linuxParameters.tmpfs.${index}`,
	};
}

/**
 * The required options that a list lacks if there are more of them than unknown options, each of which stands for one;
 * `revoked`: options that revoke one in any case.
 */
function unfillable(
	known: readonly (string | null)[] | undefined,
	revoked: readonly string[],
	{ required, engine }: Pick<TmpfsOptions, "required" | "engine">,
): readonly string[] {
	if (known === undefined) return [];
	const { missing, revoking } = findOptionProblems(
		known.filter((option) => option !== null),
		required,
		engine,
	);
	const others = revoking.filter((option) => !revoked.includes(option));
	return canFill(known, missing.length, others) ? [] : [...missing, ...others.map(oppositeOf)];
}

/** Whether the unknown options are enough for the missing ones, and those behind a revoking one for what it revokes. */
function canFill(known: readonly (string | null)[], missing: number, revoking: readonly string[]): boolean {
	const open = new Set(revoking);
	let free = 0;
	for (const option of known.toReversed()) {
		if (option === null) free += 1;
		else if (open.delete(normalize(option))) free -= 1;
		if (free < 0) return false;
	}
	return free >= missing;
}

/** The known options of a list behind its last unknown one, which may revoke those before it. */
export const afterLastUnknown = (known: readonly (string | null)[]): readonly string[] =>
	known.slice(known.lastIndexOf(null) + 1).filter((option) => option !== null);

/** Where the options of a tmpfs fall short of the required ones. */
export interface OptionProblems {
	/** Required options that are neither set nor a default of the engine. */
	readonly missing: readonly string[];
	/** Options such as `exec` that revoke a required one. */
	readonly revoking: readonly string[];
}

/** Options that the Docker engine sets by default; ECS documents no defaults for Fargate. */
const engineDefaults: Readonly<Record<"ecs" | "docker", readonly string[]>> = {
	ecs: [],
	docker: ["noexec", "nosuid", "nodev"],
};

/** The last of two contradicting options applies; letter case, spaces and `defaults` are ignored. */
export function findOptionProblems(
	options: readonly string[],
	required: readonly string[],
	engine: "ecs" | "docker",
): OptionProblems {
	const written = options.map(normalize);
	const states = required.map(normalize).map((option) => {
		const opposite = oppositeOf(option);
		const last = written.findLast((candidate) => candidate === option || candidate === opposite);
		return { option, opposite, last: last ?? (engineDefaults[engine].includes(option) ? option : undefined) };
	});
	return {
		missing: states.filter(({ last }) => last === undefined).map(({ option }) => option),
		revoking: states.filter(({ last, opposite }) => last === opposite).map(({ opposite }) => opposite),
	};
}

/** The options to write instead: the required ones, and those of the existing ones that do not contradict them. */
function fixedOptions(options: readonly string[], required: readonly string[]): readonly string[] {
	const needed = required.map(normalize);
	const replaced = new Set(["defaults", ...needed, ...needed.map(oppositeOf)]);
	return [...new Set([...needed, ...options.map(normalize).filter((option) => !replaced.has(option))])];
}

const accessOf = (options: readonly string[]): string | undefined =>
	options.map(normalize).findLast((option) => option === "ro" || option === "rw");

/** Whether options say if a tmpfs can be written to. */
export const decidesWriting = (options: readonly string[]): boolean => accessOf(options) !== undefined;

/** Whether a tmpfs cannot be written to. */
export const isReadOnly = (options: readonly string[]): boolean => accessOf(options) === "ro";

const normalize = (option: string): string => option.trim().toLowerCase();

function oppositeOf(option: string): string {
	if (option === "ro") return "rw";
	if (option === "rw") return "ro";
	return option.startsWith("no") ? option.slice(2) : `no${option}`;
}

import { isUnresolved, type Value } from "../../core/reading.ts";
import type { Problem } from "./problems.ts";

export interface TmpfsOptions {
	/** Of the container. */
	readonly name: string;
	/** For display. */
	readonly path: string;
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
	const missing = isUnresolved(options) ? [] : gaps.missing;
	const clauses = [
		...(revoking.length > 0 ? [`allows ${revoking.join(", ")}`] : []),
		...(missing.length > 0 ? [`lacks ${missing.join(", ")}`] : []),
	];
	if (clauses.length === 0) return null;
	const fixed = fixedOptions(certain, required);
	const replacement =
		engine === "ecs" ? `"mountOptions": ${JSON.stringify(fixed)}` : `tmpfs: ${path}:${fixed.join(",")}`;
	const remediation = isUnresolved(options)
		? `Remove ${revoking.join(", ")} from the options of tmpfs ${path}.`
		: `Write ${replacement} on tmpfs ${path}.`;
	return {
		severity: revoking.length > 0 ? "HIGH" : "MEDIUM",
		message: `container ${name}: tmpfs ${path} ${clauses.join(" and ")}`,
		remediation,
		field: `linuxParameters.tmpfs.${index}`,
	};
}

const afterLastUnknown = (known: readonly (string | null)[]): readonly string[] =>
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

/** Whether a tmpfs cannot be written to. */
export function isReadOnly(options: readonly string[]): boolean {
	return options.map(normalize).findLast((option) => option === "ro" || option === "rw") === "ro";
}

const normalize = (option: string): string => option.trim().toLowerCase();

function oppositeOf(option: string): string {
	if (option === "ro") return "rw";
	if (option === "rw") return "ro";
	return option.startsWith("no") ? option.slice(2) : `no${option}`;
}

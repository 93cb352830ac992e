import { isUnresolved, type Value } from "../../core/reading.ts";
import type { Problem } from "./problems.ts";

export interface TmpfsOptionsInQuestion {
	/** Of the container. */
	readonly name: string;
	/** For people. */
	readonly path: string;
	/** Position among the container's tmpfs mounts. */
	readonly index: number;
	readonly options: Value<readonly string[]>;
	readonly required: readonly string[];
	readonly engine: "ecs" | "docker";
}

/** What is certainly wrong with the options of one tmpfs, and the options to write instead; null when nothing is. */
export function optionProblem({ options, ...tmpfs }: TmpfsOptionsInQuestion): Problem | null {
	const { name, path, index, required, engine } = tmpfs;
	// What is not known may bring what is missing, and may take back what stands before it.
	const certain = isUnresolved(options) ? afterLastOpen(options.known ?? []) : options;
	const gaps = optionGaps(certain, required, engine);
	const { reopened } = gaps;
	const missing = isUnresolved(options) ? [] : gaps.missing;
	const clauses = [
		...(reopened.length > 0 ? [`allows ${reopened.join(", ")}`] : []),
		...(missing.length > 0 ? [`lacks ${missing.join(", ")}`] : []),
	];
	if (clauses.length === 0) return null;
	const mended = mendedOptions(certain, required);
	const instead = engine === "ecs" ? `"mountOptions": ${JSON.stringify(mended)}` : `tmpfs: ${path}:${mended.join(",")}`;
	const remediation = isUnresolved(options)
		? `Remove ${reopened.join(", ")} from the options of tmpfs ${path}.`
		: `Write ${instead} on tmpfs ${path}.`;
	return {
		severity: reopened.length > 0 ? "HIGH" : "MEDIUM",
		message: `container ${name}: tmpfs ${path} ${clauses.join(" and ")}`,
		remediation,
		field: `linuxParameters.tmpfs.${index}`,
	};
}

const afterLastOpen = (known: readonly (string | null)[]): readonly string[] =>
	known.slice(known.lastIndexOf(null) + 1).filter((option) => option !== null);

/** Where a tmpfs falls short of the options that it should have. */
export interface OptionGaps {
	/** Neither written nor a default of the engine. */
	readonly missing: readonly string[];
	/** Required ones that an option such as `exec` takes back; these are the options that do so. */
	readonly reopened: readonly string[];
}

/** What the Docker engine sets by itself unless it is told otherwise; ECS documents no defaults for Fargate. */
const engineDefaults: Readonly<Record<"ecs" | "docker", readonly string[]>> = {
	ecs: [],
	docker: ["noexec", "nosuid", "nodev"],
};

/** Of a contradicting pair the last one holds; letter case, spaces and `defaults` mean nothing. */
export function optionGaps(
	options: readonly string[],
	required: readonly string[],
	engine: "ecs" | "docker",
): OptionGaps {
	const written = options.map(normalised);
	const states = required.map(normalised).map((option) => {
		const opposite = oppositeOf(option);
		const last = written.findLast((candidate) => candidate === option || candidate === opposite);
		return { option, opposite, last: last ?? (engineDefaults[engine].includes(option) ? option : undefined) };
	});
	return {
		missing: states.filter(({ last }) => last === undefined).map(({ option }) => option),
		reopened: states.filter(({ last, opposite }) => last === opposite).map(({ opposite }) => opposite),
	};
}

/** The options to write instead: what is there, without what contradicts the required ones, and those. */
function mendedOptions(options: readonly string[], required: readonly string[]): readonly string[] {
	const needed = required.map(normalised);
	const replaced = new Set(["defaults", ...needed, ...needed.map(oppositeOf)]);
	return [...new Set([...needed, ...options.map(normalised).filter((option) => !replaced.has(option))])];
}

/** A tmpfs that cannot be written to, which is rarely meant. */
export function isReadOnly(options: readonly string[]): boolean {
	return options.map(normalised).findLast((option) => option === "ro" || option === "rw") === "ro";
}

const normalised = (option: string): string => option.trim().toLowerCase();

function oppositeOf(option: string): string {
	if (option === "ro") return "rw";
	if (option === "rw") return "ro";
	return option.startsWith("no") ? option.slice(2) : `no${option}`;
}

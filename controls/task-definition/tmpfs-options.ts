import { defineControl } from "../../core/control.ts";
import { aTaskDefinition, aTaskWith, aTmpfs } from "../../core/example-facts.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { strings } from "../../core/settings.ts";
import { pass, unknown } from "../../core/verdict.ts";
import { formatPath, judgeEachContainerWithTmpfs } from "../../domain/containers/each-container.ts";
import { combineProblems, isNonEmpty } from "../../domain/containers/problems.ts";
import { optionProblem } from "../../domain/containers/tmpfs-options.ts";

const withOptions = (...options: readonly string[]) => aTaskWith({ tmpfs: [aTmpfs({ options })] });

/** What can be written should not be able to run, to raise privileges or to be a device. */
export default defineControl({
	id: "task-definition/tmpfs-options",
	on: "task-definition",
	field: "linuxParameters.tmpfs",
	title: "tmpfs mounts forbid programs, setuid and devices",
	severity: "MEDIUM",
	why: "The writable places of a locked down container are where an attacker puts a program and starts it.",
	remediation:
		'Write "mountOptions": ["noexec", "nosuid", "nodev"] on every tmpfs: ECS documents no defaults. A workload ' +
		"that has to execute from a tmpfs (JVM, native extraction) needs its own policy.",
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tmpfs.html",
		"https://docs.docker.com/engine/storage/tmpfs/",
	],
	fixTopic: "options",
	settings: {
		required: strings(
			["noexec", "nosuid", "nodev"],
			/^[a-z]+$/,
			"mount options, such as noexec",
			"Mount options that every tmpfs must have.",
		),
	},
	examples: {
		pass: [
			{ title: "All three are written", facts: aTaskDefinition() },
			{ title: "The last of a contradicting pair holds", facts: withOptions("exec", "noexec", "nosuid", "nodev") },
			{
				title: "The Docker engine's defaults hold where nothing is written",
				facts: { ...withOptions(), engine: "docker" },
			},
		],
		fail: [
			{ title: "nodev is missing", facts: withOptions("noexec", "nosuid") },
			{ title: "exec is written: severity HIGH", facts: withOptions("nosuid", "nodev", "exec") },
		],
	},

	evaluate(facts, { required }) {
		return judgeEachContainerWithTmpfs(facts, ({ name }, tmpfs) => {
			const problems = tmpfs.flatMap(
				({ path, options }, index) =>
					optionProblem({ name, path: formatPath(path), index, options, required, engine: facts.engine }) ?? [],
			);
			if (isNonEmpty(problems)) return combineProblems(problems);
			const open = tmpfs.map(({ options }) => options).find(isUnresolved);
			if (open !== undefined) return unknown(`tmpfs options of container ${name} are ${formatUnknown(open)}`);
			const paths = tmpfs.map(({ path }) => formatPath(path)).join(", ");
			return pass(`container ${name}: tmpfs ${paths} has ${required.join(", ")}`);
		});
	},
});

import { defineControl } from "../../core/control.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { strings } from "../../core/settings.ts";
import { pass, unknown } from "../../core/verdict.ts";
import { judgeEachContainerWithTmpfs } from "../../domain/containers/each-container.ts";
import { nameTmpfs } from "../../domain/containers/mount-names.ts";
import { combineProblems, isNonEmpty } from "../../domain/containers/problems.ts";
import { optionProblem } from "../../domain/containers/tmpfs-options.ts";
import { aTaskDefinition, aTaskWith, aTmpfs } from "../../domain/example-facts.ts";

const withOptions = (...options: readonly string[]) => aTaskWith({ tmpfs: [aTmpfs({ options })] });

/** Files on a writable mount should not run, raise privileges or be devices. */
export default defineControl({
	id: "task-definition/tmpfs-options",
	on: "task-definition",
	field: "linuxParameters.tmpfs",
	title: "tmpfs mounts should forbid programs, setuid and devices",
	severity: "MEDIUM",
	why: "The writable paths of a restricted container are where an attacker stores a program and starts it.",
	remediation:
		'Write "mountOptions": ["noexec", "nosuid", "nodev"] on every tmpfs: ECS documents no defaults. A workload ' +
		"that has to execute files from a tmpfs (JVM, native extraction) needs its own policy.",
	dockerRemediation: "Remove exec, suid and dev from every tmpfs: the engine sets noexec, nosuid and nodev by default.",
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
			"The mount options that every tmpfs must have.",
		),
	},
	examples: {
		pass: [
			{ title: "All three options are set", facts: aTaskDefinition() },
			{ title: "The last of exec and noexec applies", facts: withOptions("exec", "noexec", "nosuid", "nodev") },
			{ title: "The Docker engine sets the options by default", facts: { ...withOptions(), engine: "docker" } },
		],
		fail: [
			{ title: "nodev is missing", facts: withOptions("noexec", "nosuid") },
			{ title: "exec is set: severity HIGH", facts: withOptions("nosuid", "nodev", "exec") },
		],
	},

	evaluate(facts, { required }) {
		return judgeEachContainerWithTmpfs(facts, ({ name }, tmpfs) => {
			const problems = tmpfs.flatMap(
				({ path, options }, index) =>
					optionProblem({ name, path, index, options, required, engine: facts.engine }) ?? [],
			);
			if (isNonEmpty(problems)) return combineProblems(problems);
			const unread = tmpfs.map(({ options }) => options).find(isUnresolved);
			if (unread !== undefined) return unknown(`the tmpfs options of container ${name} are ${formatUnknown(unread)}`);
			return pass(`container ${name}: ${nameTmpfs(tmpfs)} has ${required.join(", ")}`);
		});
	},
});

import { defineControl } from "../../core/control.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { fail, notApplicable, pass, unknown } from "../../core/verdict.ts";
import { judgeEachContainer, restrictToLinux } from "../../domain/containers/each-container.ts";
import { suggestedSize } from "../../domain/containers/tmpfs-advice.ts";
import { writablePathsOf } from "../../domain/containers/writable-paths.ts";
import { aTaskDefinition, aTaskWith, aTmpfs } from "../../domain/example-facts.ts";
import tmpfsSize from "./tmpfs-size.ts";

/** With a size in MiB. */
const remediations = {
	ecs: (size: number) =>
		`Add a tmpfs in linuxParameters: {"containerPath": "/tmp", "size": ${size}, "mountOptions": ["noexec", "nosuid", "nodev"]}.`,
	docker: (size: number) => `Add tmpfs: [/tmp:size=${size}m] (docker run --tmpfs /tmp:size=${size}m).`,
};

/** Many programs write temporary files, which fails under a read-only root filesystem without a writable mount. */
export default defineControl({
	id: "task-definition/writable-paths",
	on: "task-definition",
	field: "linuxParameters.tmpfs",
	title: "Containers with a read-only root should have somewhere to write",
	severity: "LOW",
	why: "Many programs write temporary files, sockets or PID files, some only long after they start: under a read-only root, each write outside a volume fails.",
	remediation: remediations.ecs(64),
	dockerRemediation: remediations.docker(64),
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tmpfs.html",
		"https://aws.amazon.com/about-aws/whats-new/2026/01/amazon-ecs-tmpfs-mounts-aws-fargate-managed-instances/",
	],
	fixTopic: "root",
	examples: {
		pass: [
			{ title: "/tmp is a tmpfs", facts: aTaskDefinition() },
			{
				title: "A writable volume",
				facts: aTaskWith({ tmpfs: [], mounts: [{ path: "/data", volume: "data", hostPath: null, readOnly: false }] }),
			},
		],
		fail: [
			{ title: "No mounts", facts: aTaskWith({ tmpfs: [] }) },
			{ title: "The only tmpfs is read-only", facts: aTaskWith({ tmpfs: [aTmpfs({ options: ["ro"] })] }) },
		],
	},

	evaluate(facts, _, read) {
		return judgeEachContainer(facts, (container) => {
			const { name, readonlyRootFilesystem: root } = container;
			if (root === false || root === null) return notApplicable(`container ${name} has a writable root filesystem`);
			const { certain, unknownReason } = writablePathsOf(container);
			const reason = isUnresolved(root) ? `its read-only root is ${formatUnknown(root)}` : unknownReason;
			const judgement =
				certain.length > 0
					? pass(`container ${name} can write to ${certain.join(", ")}`)
					: reason !== null
						? unknown(`cannot tell whether container ${name} has a writable path, because ${reason}`)
						: fail(`container ${name} has a read-only root and is given no writable path`, {
								remediation: remediations[facts.engine](suggestedSize(facts, container, read(tmpfsSize).warn)),
							});
			return restrictToLinux(facts, judgement, "Windows containers have no read-only root filesystem");
		});
	},
});

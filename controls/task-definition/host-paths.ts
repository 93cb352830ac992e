import { defineControl } from "../../core/control.ts";
import { pass, unknown } from "../../core/verdict.ts";
import { judgeEachContainer } from "../../domain/containers/each-container.ts";
import { checkHostMounts } from "../../domain/containers/host-mounts.ts";
import { combineProblems, isNonEmpty } from "../../domain/containers/problems.ts";
import { aContainer, aTaskDefinition } from "../../domain/example-facts.ts";

const mounting = (hostPath: string | null, readOnly: boolean) =>
	aTaskDefinition({
		containers: [aContainer({ mounts: [{ path: "/host", volume: "host", hostPath, readOnly }] })],
	});

/** Access to the host's files is a way out of the container. */
export default defineControl({
	id: "task-definition/host-paths",
	on: "task-definition",
	field: "mountPoints",
	title: "Containers should mount nothing of the host that leads out of them",
	severity: "HIGH",
	blocking: "CRITICAL",
	why: "Anyone who can reach the container runtime's socket or write to the host's files controls the host and every other task on it.",
	remediation:
		"Use volumes without host.sourcePath (Docker, EFS, EBS). If a file of the host is needed, mount only that file, read-only.",
	dockerRemediation:
		"Use named volumes instead of paths of the host. If a file of the host is needed, mount only that file, read-only (:ro).",
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HostVolumeProperties.html",
		"https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html",
		"https://docs.docker.com/engine/security/#docker-daemon-attack-surface",
	],
	examples: {
		pass: [
			{ title: "A volume that is not on the host", facts: mounting(null, false) },
			{ title: "One file in /etc, read-only", facts: mounting("/etc/localtime", true) },
		],
		fail: [
			{
				title: "The Docker socket, even read-only: severity CRITICAL",
				facts: mounting("/var/run/docker.sock", true),
			},
			{ title: "A writable directory of the host", facts: mounting("/srv/data", false) },
		],
	},

	evaluate(facts) {
		return judgeEachContainer(facts, (container) => {
			const { name } = container;
			const { problems, unknownReason, paths } = checkHostMounts(container, facts.engine);
			if (isNonEmpty(problems)) return combineProblems(problems);
			if (unknownReason !== null) return unknown(`container ${name}: ${unknownReason}`);
			if (!isNonEmpty(paths)) return pass(`container ${name} mounts no host path`);
			return pass(`container ${name} mounts ${paths.join(", ")} from the host, read-only`);
		});
	},
});

import { defineControl } from "../../core/control.ts";
import { aContainer, aTaskDefinition } from "../../core/example-facts.ts";
import { pass, unknown } from "../../core/verdict.ts";
import { judgeEachContainer } from "../../domain/containers/each-container.ts";
import { checkHostMounts } from "../../domain/containers/host-mounts.ts";
import { combineProblems, isNonEmpty } from "../../domain/containers/problems.ts";

const mounting = (hostPath: string | null, readOnly: boolean) =>
	aTaskDefinition({
		containers: [aContainer({ mounts: [{ path: "/host", volume: "host", hostPath, readOnly }] })],
	});

/** What a container reaches of its host is the way out of it. */
export default defineControl({
	id: "task-definition/host-paths",
	on: "task-definition",
	field: "mountPoints",
	title: "Containers mount nothing of the host that leads out of them",
	severity: "HIGH",
	blocking: "CRITICAL",
	why: "Whoever can talk to the runtime's socket or write to the host's files owns the host, and with it every other task on it.",
	remediation:
		"Use volumes without host.sourcePath (Docker, EFS, EBS). Where a file of the host is needed, mount that one file, read-only.",
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HostVolumeProperties.html",
		"https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html",
		"https://docs.docker.com/engine/security/#docker-daemon-attack-surface",
	],
	examples: {
		pass: [
			{ title: "A volume that is not of the host", facts: mounting(null, false) },
			{ title: "One file below /etc, read-only", facts: mounting("/etc/localtime", true) },
		],
		fail: [
			{
				title: "The Docker socket, read-only too: severity CRITICAL",
				facts: mounting("/var/run/docker.sock", true),
			},
			{ title: "A folder of the host, writable", facts: mounting("/srv/data", false) },
		],
	},

	evaluate(facts) {
		return judgeEachContainer(facts, (container) => {
			const { name } = container;
			const { problems, unknownReason: open, paths } = checkHostMounts(container, facts.engine);
			if (isNonEmpty(problems)) return combineProblems(problems);
			if (open !== null) return unknown(`container ${name}: ${open}`);
			if (!isNonEmpty(paths)) return pass(`container ${name} mounts no path of the host`);
			return pass(`container ${name} mounts ${paths.join(", ")} of the host, read-only`);
		});
	},
});

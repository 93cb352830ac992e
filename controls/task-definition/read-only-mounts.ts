import { defineControl } from "../../core/control.ts";
import { pass, unknown } from "../../core/verdict.ts";
import { judgeEachContainer } from "../../domain/containers/each-container.ts";
import { combineProblems, isNonEmpty } from "../../domain/containers/problems.ts";
import { checkUnneededWriteAccess } from "../../domain/containers/unneeded-write-access.ts";
import { writersOf } from "../../domain/containers/volume-writers.ts";
import { aContainer, aTaskDefinition } from "../../domain/example-facts.ts";

const mounting = (name: string, volume: string, path: string, readOnly: boolean) =>
	aContainer({ name, mounts: [{ path, volume, hostPath: null, readOnly }] });

/** Writable mounts should be as few and as narrow as possible. */
export default defineControl({
	id: "task-definition/read-only-mounts",
	on: "task-definition",
	field: "mountPoints",
	title: "Mounts that a container only reads should be read-only",
	severity: "LOW",
	why: "An attacker who can write to configuration, certificates or a volume of another container can move from one program to the next.",
	remediation:
		'Write "readOnly": true on the mount points of configuration, certificates and secrets, and let only one container write to each volume.',
	dockerRemediation: "Mount configuration, certificates and secrets with :ro; let one container write to each volume.",
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_MountPoint.html",
		"https://docs.docker.com/reference/compose-file/services/#volumes",
	],
	fixTopic: "mounts",
	examples: {
		pass: [
			{
				title: "Configuration is read-only",
				facts: aTaskDefinition({ containers: [mounting("app", "nginx-conf", "/etc/nginx/conf.d", true)] }),
			},
			{
				title: "One container writes, the other only reads",
				facts: aTaskDefinition({
					containers: [mounting("app", "logs", "/var/log/app", false), mounting("router", "logs", "/logs", true)],
				}),
			},
		],
		fail: [
			{
				title: "Certificates are writable",
				facts: aTaskDefinition({ containers: [mounting("app", "tls", "/certs", false)] }),
			},
			{
				title: "Two containers write to the same volume",
				facts: aTaskDefinition({
					containers: [mounting("app", "logs", "/var/log/app", false), mounting("router", "logs", "/logs", false)],
				}),
			},
		],
	},

	evaluate(facts) {
		const writers = writersOf(facts);
		return judgeEachContainer(facts, (container) => {
			const { problems, unknownReason } = checkUnneededWriteAccess(container, writers, facts.engine);
			if (isNonEmpty(problems)) return combineProblems(problems);
			if (unknownReason !== null) return unknown(`container ${container.name}: ${unknownReason}`);
			return pass(`container ${container.name} has no writable mount that should be read-only`);
		});
	},
});

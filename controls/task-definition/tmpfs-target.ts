import { defineControl } from "../../core/control.ts";
import { isUnresolved } from "../../core/reading.ts";
import { strings } from "../../core/settings.ts";
import { notApplicable, pass, unknown } from "../../core/verdict.ts";
import { judgeEachContainer, restrictToLinux } from "../../domain/containers/each-container.ts";
import { checkMountPoints } from "../../domain/containers/mount-points.ts";
import { combineProblems, isNonEmpty } from "../../domain/containers/problems.ts";
import { aTaskWith, aTmpfs } from "../../domain/example-facts.ts";

const mountedAt = (...paths: readonly string[]) => aTaskWith({ tmpfs: paths.map((path) => aTmpfs({ path })) });

const databases = ["postgresql", "mysql", "mongodb", "redis", "elasticsearch", "rabbitmq"];

/** A mount at the wrong path undoes the read-only root filesystem, hides programs or loses data. */
export default defineControl({
	id: "task-definition/tmpfs-target",
	on: "task-definition",
	field: "linuxParameters.tmpfs",
	title: "Writable mounts should stay away from programs, system folders and lasting data",
	severity: "HIGH",
	why: "A writable mount over /bin or / undoes the read-only root filesystem; a tmpfs over a data directory loses everything when the task stops.",
	remediation:
		"Mount at a dedicated directory, such as /tmp, /run or /var/cache/app: an absolute path without .., and one mount for " +
		"each path. Persistent data belongs on a volume (EFS, EBS).",
	dockerRemediation:
		"Mount at a dedicated directory, such as /tmp, /run or /var/cache/app: an absolute path without .., and one mount for each path. " +
		"Persistent data belongs on a volume.",
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tmpfs.html",
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_MountPoint.html",
	],
	settings: {
		lastingData: strings(
			["/data", ...databases.map((name) => `/var/lib/${name}`)],
			/^\/\S/,
			"absolute paths, such as /data",
			"The paths of persistent data, which a tmpfs must not cover.",
		),
	},
	examples: {
		pass: [
			{ title: "/tmp and /run", facts: mountedAt("/tmp", "/run") },
			{ title: "/dev/shm and a directory in /etc", facts: mountedAt("/dev/shm", "/etc/nginx/conf.d") },
		],
		fail: [
			{ title: "Over programs", facts: mountedAt("/usr/local/bin") },
			{ title: "Two mounts at the same path", facts: mountedAt("/tmp", "/tmp/") },
			{ title: "Over persistent data: severity LOW", facts: mountedAt("/var/lib/postgresql/data") },
		],
	},

	evaluate(facts, { lastingData }) {
		const because = "the control checks Linux paths, and this is a Windows task definition";
		return judgeEachContainer(facts, (container) => {
			const { name, tmpfs } = container;
			const { problems, unknownReason } = checkMountPoints(container, lastingData);
			if (isNonEmpty(problems)) return restrictToLinux(facts, combineProblems(problems), because);
			if (unknownReason !== null)
				return restrictToLinux(facts, unknown(`container ${name}: ${unknownReason}`), because);
			if (!isUnresolved(tmpfs) && tmpfs.length === 0) return notApplicable(`container ${name} has no tmpfs mount`);
			return restrictToLinux(facts, pass(`container ${name}: every mount is at a dedicated path`), because);
		});
	},
});

import { defineControl } from "../../core/control.ts";
import { aTaskWith, aTmpfs } from "../../core/example-facts.ts";
import { isUnresolved } from "../../core/reading.ts";
import { strings } from "../../core/settings.ts";
import { notApplicable, pass, unknown } from "../../core/verdict.ts";
import { judgeEachContainer, restrictToLinux } from "../../domain/containers/each-container.ts";
import { checkMountPoints } from "../../domain/containers/mount-points.ts";
import { combineProblems, isNonEmpty } from "../../domain/containers/problems.ts";

const at = (...paths: readonly string[]) => aTaskWith({ tmpfs: paths.map((path) => aTmpfs({ path })) });

const databases = ["postgresql", "mysql", "mongodb", "redis", "elasticsearch", "rabbitmq"];

/** A mount in the wrong place undoes the read-only root, hides programs or loses data. */
export default defineControl({
	id: "task-definition/tmpfs-target",
	on: "task-definition",
	field: "linuxParameters.tmpfs",
	title: "Writable mounts stay away from programs, system folders and lasting data",
	severity: "HIGH",
	why: "A writable mount over /bin or / undoes the read-only root; a tmpfs over a data folder loses everything when the task stops.",
	remediation:
		"Mount at a folder of its own, such as /tmp, /run or /var/cache/app: absolute, without .., one mount for one " +
		"path. Lasting data belongs on a volume (EFS, EBS).",
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tmpfs.html",
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_MountPoint.html",
	],
	settings: {
		lastingData: strings(
			["/data", ...databases.map((name) => `/var/lib/${name}`)],
			/^\/\S/,
			"absolute paths, such as /data",
			"Paths that name lasting data.",
		),
	},
	examples: {
		pass: [
			{ title: "/tmp and /run", facts: at("/tmp", "/run") },
			{ title: "/dev/shm and a folder below /etc", facts: at("/dev/shm", "/etc/nginx/conf.d") },
		],
		fail: [
			{ title: "Over programs", facts: at("/usr/local/bin") },
			{ title: "Two mounts on one path", facts: at("/tmp", "/tmp/") },
			{ title: "Over lasting data: severity LOW", facts: at("/var/lib/postgresql/data") },
		],
	},

	evaluate(facts, { lastingData }) {
		const because = "these are Linux paths, and this is a Windows family";
		return judgeEachContainer(facts, (container) => {
			const { name, tmpfs } = container;
			const { problems, unknownReason: open } = checkMountPoints(container, lastingData);
			if (isNonEmpty(problems)) return restrictToLinux(facts, combineProblems(problems), because);
			if (open !== null) return restrictToLinux(facts, unknown(`container ${name}: ${open}`), because);
			if (!isUnresolved(tmpfs) && tmpfs.length === 0) return notApplicable(`container ${name} has no tmpfs mount`);
			return restrictToLinux(facts, pass(`container ${name}: every mount has a place of its own`), because);
		});
	},
});

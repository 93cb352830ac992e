import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import control from "../../../controls/task-definition/host-paths.ts";
import type { MountFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { isBlocking } from "../../../core/judge.ts";
import { aContainer, aTaskDefinition } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const mount = (
	hostPath: MountFacts["hostPath"],
	readOnly: MountFacts["readOnly"],
	path: MountFacts["path"] = "/x",
): MountFacts => ({ path, volume: "v", hostPath, readOnly });
const mounting = (...mounts: readonly MountFacts[]) => aTaskDefinition({ containers: [aContainer({ mounts })] });
const inDocker = (...mounts: readonly MountFacts[]): TaskDefinitionFacts => ({
	...mounting(...mounts),
	engine: "docker",
});
const later = { unresolved: "Ref X" };
const none = "pass HIGH container app mounts no host path";

describe("fails even for a read-only mount of", () => {
	test.each<[string, string, string]>([
		["/", "CRITICAL", "its entire file system"],
		["/var/run/docker.sock", "CRITICAL", "a container runtime socket"],
		["/run/containerd", "CRITICAL", "where container runtimes keep their sockets"],
		["\\\\.\\pipe\\docker_engine", "CRITICAL", "a container runtime socket"],
		["C:\\", "CRITICAL", "its entire file system"],
		["/etc", "HIGH", "its system configuration"],
		["/proc", "HIGH", "its process and kernel interfaces"],
		["/sys", "HIGH", "its process and kernel interfaces"],
	])("%s", (path, severity, what) => {
		const expected = [`fail ${severity} container app: mount /x exposes the host's ${path}, ${what}`];
		expect(verdictLines(control, mounting(mount(path, true)))).toEqual(expected);
		expect(verdictLines(control, mounting(mount(path, false)))).toEqual(expected);
		expect(verdictLines(control, mounting(mount(path, later)))).toEqual(expected);
	});
});

test.each<[string, TaskDefinitionFacts, string]>([
	["no mount", mounting(), none],
	["a volume that is not a host path", mounting(mount(null, false)), none],
	["an unknown read-only flag of a volume that is not a host path", mounting(mount(null, later)), none],
	[
		"writable",
		mounting(mount("/srv/data", false)),
		"fail HIGH container app: mount /x can write to the host's /srv/data",
	],
	[
		"writable, relative, in Compose",
		inDocker(mount("./data", false)),
		"fail HIGH container app: mount /x can write to the host's ./data",
	],
	[
		"writable on Windows",
		mounting(mount("D:\\data", false)),
		"fail HIGH container app: mount /x can write to the host's D:\\data",
	],
	[
		"below /etc, writable",
		mounting(mount("/etc/app", false)),
		"fail HIGH container app: mount /x can write to the host's /etc/app",
	],
	["below /etc", mounting(mount("/etc/app", true)), "pass HIGH container app mounts /etc/app from the host, read-only"],
	[
		"below /usr and the cgroups",
		mounting(mount("/usr/share/zoneinfo", true), mount("/sys/fs/cgroup", true, "/y")),
		"pass HIGH container app mounts /usr/share/zoneinfo, /sys/fs/cgroup from the host, read-only",
	],
	[
		"the cgroups, writable",
		mounting(mount("/sys/fs/cgroup", false)),
		"fail HIGH container app: mount /x can write to the host's /sys/fs/cgroup",
	],
	[
		"several, the worst first",
		mounting(mount("/srv", false), mount("/run", true, "/y")),
		"fail CRITICAL container app: mount /y exposes the host's /run, where container runtimes keep their sockets; " +
			"container app: mount /x can write to the host's /srv",
	],
	[
		"an unknown host path",
		mounting(mount(later, true)),
		"unknown HIGH container app: the host path of mount /x is unknown (Ref X)",
	],
	[
		"an unknown mount beside a forbidden one",
		mounting(mount(later, false), mount("/etc", true, "/y")),
		"fail HIGH container app: mount /y exposes the host's /etc, its system configuration",
	],
	[
		"an unknown read-only flag",
		mounting(mount("/srv", later)),
		"unknown HIGH container app: whether mount /x is read-only is unknown (Ref X)",
	],
	[
		"an unknown mount path",
		mounting(mount("/srv", false, later)),
		"fail HIGH container app: a mount whose path is unknown (Ref X) can write to the host's /srv",
	],
	[
		"unknown mounts",
		aTaskDefinition({ containers: [aContainer({ mounts: later })] }),
		"unknown HIGH container app: the mounts are unknown (Ref X)",
	],
	["no container", aTaskDefinition({ containers: [] }), "not-applicable HIGH there are no containers"],
	[
		"a path from outside stays on one line",
		mounting(mount("/srv/a\nb", true)),
		"pass HIGH container app mounts /srv/a b from the host, read-only",
	],
])("gives the right verdict for: %s", (_, facts, expected) => {
	expect(verdictLines(control, facts)).toEqual([expected]);
});

const unmount =
	"Remove mount point /x; a container can get information about its task from ECS_CONTAINER_METADATA_URI_V4.";

test.each<[string, TaskDefinitionFacts, string]>([
	["a socket", mounting(mount("/run/docker.sock", true)), unmount],
	["a path of the kernel", mounting(mount("/proc", true)), unmount],
	[
		"a socket in Docker",
		inDocker(mount("/run/docker.sock", true)),
		"Remove /run/docker.sock from volumes (docker run --volume); the container must work without it.",
	],
	[
		"the whole file system",
		mounting(mount("/", true)),
		'Mount only the paths that are needed below /, each with "readOnly": true.',
	],
	[
		"configuration in Docker",
		inDocker(mount("/etc", true)),
		"Mount only the paths that are needed below /etc, each with :ro.",
	],
	[
		"writable",
		mounting(mount("/srv", false)),
		'Write "readOnly": true on mount point /x, or use a volume without host.sourcePath.',
	],
	["writable in Docker", inDocker(mount("/srv", false)), "Write /srv:/x:ro, or mount a named volume instead."],
])("gives the right remediation for %s", (_, facts, remediation) => {
	expect(judged(control, facts)).toMatchObject([{ remediation, container: "app", field: "mountPoints.0" }]);
});

test("reports the worst mount as the field", () => {
	const facts = mounting(mount(null, false), mount("/srv", false), mount("/run", true));
	expect(judged(control, facts)).toMatchObject([{ severity: "CRITICAL", field: "mountPoints.2" }]);
	expect(judged(control, mounting(mount("/srv", true)))).toMatchObject([{ field: "mountPoints" }]);
});

test("blocks a deployment only with severity CRITICAL", () => {
	expect(isBlocking(control, { severity: "CRITICAL" }, defaultPolicy)).toBe(true);
	expect(isBlocking(control, { severity: "HIGH" }, defaultPolicy)).toBe(false);
});

import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import control from "../../../controls/task-definition/host-paths.ts";
import type { MountFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { isBlocking } from "../../../core/judge.ts";
import { aContainer, aTaskDefinition } from "../../support/builders.ts";
import { judged, told } from "../../support/judged.ts";

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
const none = "pass HIGH container app mounts no path of the host";

describe("places that fail read-only too", () => {
	test.each<[string, string, string]>([
		["/", "CRITICAL", "its whole file system"],
		["/var/run/docker.sock", "CRITICAL", "a container runtime's socket"],
		["/run/containerd", "CRITICAL", "where container runtimes keep their sockets"],
		["\\\\.\\pipe\\docker_engine", "CRITICAL", "a container runtime's socket"],
		["C:\\", "CRITICAL", "its whole file system"],
		["/etc", "HIGH", "its system configuration"],
		["/proc", "HIGH", "its processes and kernel"],
		["/sys", "HIGH", "its processes and kernel"],
	])("%s", (path, severity, what) => {
		const expected = [`fail ${severity} container app: mount /x is the host's ${path}, ${what}`];
		expect(told(control, mounting(mount(path, true)))).toEqual(expected);
		expect(told(control, mounting(mount(path, false)))).toEqual(expected);
		expect(told(control, mounting(mount(path, later)))).toEqual(expected);
	});
});

test.each<[string, TaskDefinitionFacts, string]>([
	["no mount", mounting(), none],
	["a volume that is not of the host", mounting(mount(null, false)), none],
	["nor is this one, whatever it allows", mounting(mount(null, later)), none],
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
	["below /etc", mounting(mount("/etc/app", true)), "pass HIGH container app mounts /etc/app of the host, read-only"],
	[
		"below /usr and the cgroups",
		mounting(mount("/usr/share/zoneinfo", true), mount("/sys/fs/cgroup", true, "/y")),
		"pass HIGH container app mounts /usr/share/zoneinfo, /sys/fs/cgroup of the host, read-only",
	],
	[
		"the cgroups, writable",
		mounting(mount("/sys/fs/cgroup", false)),
		"fail HIGH container app: mount /x can write to the host's /sys/fs/cgroup",
	],
	[
		"several, the worst first",
		mounting(mount("/srv", false), mount("/run", true, "/y")),
		"fail CRITICAL container app: mount /y is the host's /run, where container runtimes keep their sockets; container app: mount /x can write to the host's /srv",
	],
	[
		"a path that is not known",
		mounting(mount(later, true)),
		"unknown HIGH container app: which place of the host mount /x is, is not known (Ref X)",
	],
	[
		"beside what is known to be wrong",
		mounting(mount(later, false), mount("/etc", true, "/y")),
		"fail HIGH container app: mount /y is the host's /etc, its system configuration",
	],
	[
		"whether it is read-only is not known",
		mounting(mount("/srv", later)),
		"unknown HIGH container app: whether mount /x is read-only is not known (Ref X)",
	],
	[
		"the mount's own path is not known",
		mounting(mount("/srv", false, later)),
		"fail HIGH container app: mount (path not known (Ref X)) can write to the host's /srv",
	],
	[
		"mounts that are not known",
		aTaskDefinition({ containers: [aContainer({ mounts: later })] }),
		"unknown HIGH container app: the mounts are not known (Ref X)",
	],
	["no container", aTaskDefinition({ containers: [] }), "not-applicable HIGH there is no container"],
	[
		"a path from outside stays on one line",
		mounting(mount("/srv/a\nb", true)),
		"pass HIGH container app mounts /srv/a b of the host, read-only",
	],
])("%s", (_, facts, expected) => {
	expect(told(control, facts)).toEqual([expected]);
});

const unmount =
	"Take mount point /x out. What a container may know of its task, ECS_CONTAINER_METADATA_URI_V4 tells it.";

test.each<[string, TaskDefinitionFacts, string]>([
	["a socket", mounting(mount("/run/docker.sock", true)), unmount],
	["of the kernel", mounting(mount("/proc", true)), unmount],
	[
		"a socket in Docker",
		inDocker(mount("/run/docker.sock", true)),
		"Take /run/docker.sock out of volumes (docker run --volume); the container has to work without it.",
	],
	["all", mounting(mount("/", true)), "Mount only what is needed below /, and read-only."],
	["configuration in Docker", inDocker(mount("/etc", true)), "Mount only what is needed below /etc, and read-only."],
	[
		"writable",
		mounting(mount("/srv", false)),
		'Write "readOnly": true on mount point /x, or let it be a volume without host.sourcePath.',
	],
	["writable in Docker", inDocker(mount("/srv", false)), "Write /srv:/x:ro, or mount a named volume instead."],
])("the mending: %s", (_, facts, remediation) => {
	expect(judged(control, facts)).toMatchObject([{ remediation, container: "app", field: "mountPoints.0" }]);
});

test("the place is that of the worst mount", () => {
	const facts = mounting(mount(null, false), mount("/srv", false), mount("/run", true));
	expect(judged(control, facts)).toMatchObject([{ severity: "CRITICAL", field: "mountPoints.2" }]);
	expect(judged(control, mounting(mount("/srv", true)))).toMatchObject([{ field: "mountPoints" }]);
});

test("only the CRITICAL ones stop a deploy", () => {
	expect(isBlocking(control, { severity: "CRITICAL" }, defaultPolicy)).toBe(true);
	expect(isBlocking(control, { severity: "HIGH" }, defaultPolicy)).toBe(false);
});

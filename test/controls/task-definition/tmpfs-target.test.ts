import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import control from "../../../controls/task-definition/tmpfs-target.ts";
import type { ContainerFacts, MountFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { aContainer, aTaskDefinition, aTmpfs } from "../../support/builders.ts";
import { judged, told } from "../../support/judged.ts";

const holding = (facts: Partial<ContainerFacts>, more: Partial<TaskDefinitionFacts> = {}) =>
	aTaskDefinition({ containers: [aContainer(facts)], ...more });
const tmpfsAt = (...paths: readonly string[]) => holding({ tmpfs: paths.map((path) => aTmpfs({ path })) });
const mount = (path: MountFacts["path"], readOnly: MountFacts["readOnly"] = false): MountFacts => ({
	path,
	volume: "data",
	hostPath: null,
	readOnly,
});
const later = { unresolved: "Ref X" };
const fine = "pass HIGH container app: every mount has a place of its own";

const covered: readonly (readonly [path: string, covers: string])[] = [
	["/", "/"],
	["//", "/"],
	["/.", "/"],
	["/bin", "/bin"],
	["/bin/", "/bin"],
	["/bin/tools", "/bin"],
	["/sbin", "/sbin"],
	["/lib", "/lib"],
	["/lib64", "/lib64"],
	["/lib/modules", "/lib"],
	["/libexec", "/libexec"],
	["/boot/grub", "/boot"],
	["/proc", "/proc"],
	["/proc/sys/net", "/proc"],
	["/sys", "/sys"],
	["/sys/fs/cgroup", "/sys"],
	["/dev", "/dev"],
	["/dev/mqueue", "/dev"],
	["/sys/shm", "/sys"],
	["/usr", "/usr"],
	["/usr/", "/usr"],
	["/etc", "/etc"],
	["/etc//", "/etc"],
	["/usr/bin", "/usr/bin"],
	["/usr/bin/x", "/usr/bin"],
	["/usr/local/sbin", "/usr/local/sbin"],
	["/usr/lib/jvm/bin", "/usr/lib"],
	["/usr/share/app/lib64/x", "/usr/share/app/lib64"],
];

const where = (path: string, folder: string): string => {
	const segments = path.split("/").filter((segment) => segment !== "" && segment !== ".");
	return `${`/${segments.join("/")}` === folder ? "covers" : "is inside"} ${folder}`;
};

test.each(covered)("a tmpfs at %s covers %s, or lies in it", (path, covers) => {
	expect(told(control, tmpfsAt(path))).toEqual([
		`fail HIGH container app: tmpfs ${path} ${where(path, covers)}, which belongs to the system`,
	]);
});

test.each(covered)("a writable mount at %s does too, a read-only one may", (path, covers) => {
	expect(told(control, holding({ mounts: [mount(path)] }))).toEqual([
		`fail HIGH container app: mount ${path} ${where(path, covers)}, which belongs to the system`,
	]);
	expect(told(control, holding({ mounts: [mount(path, true)] }))).toEqual([fine]);
});

test.each([
	"/tmp",
	"/run",
	"/dev/shm",
	"/dev/shm/x",
	"/etc/nginx/conf.d",
	"/usr/local",
	"/usr/share/nginx/html",
	"/usr/share/binaries",
	"/usr/share/glib",
	"/BIN",
	"/Etc",
	"/binaries",
	"/opt/lib",
	"/home/bin",
	"/var/lib/app",
	"/var/cache",
	"/sysconfig",
	"/database",
	"/DATA",
	"/var/lib",
	"/tmp/..hidden",
])("%s is a place of its own", (path) => {
	expect(told(control, tmpfsAt(path))).toEqual([fine]);
});

test.each([
	["tmp", "is not absolute"],
	["", "is not absolute"],
	["./tmp", "is not absolute"],
	["C:\\temp", "is not absolute"],
	["../bin", "is not absolute"],
	["/tmp/../bin", 'contains ".."'],
	["/..", 'contains ".."'],
	["/tmp/..", 'contains ".."'],
])("the path %p %s", (path, fault) => {
	expect(told(control, tmpfsAt(path))).toEqual([`fail HIGH container app: tmpfs ${path} ${fault}`]);
	expect(told(control, holding({ tmpfs: [], mounts: [mount(path, true)] }))).toEqual([
		`fail HIGH container app: mount ${path} ${fault}`,
	]);
});

describe("lasting data", () => {
	test.each([
		["/data", "/data"],
		["/data/", "/data"],
		["/data/uploads", "/data"],
		["/var/lib/postgresql/data", "/var/lib/postgresql"],
		["/var/lib/mysql", "/var/lib/mysql"],
	])("a tmpfs at %s loses it", (path, folder) => {
		expect(told(control, tmpfsAt(path))).toEqual([
			`fail LOW container app: tmpfs ${path} is a path for persistent data (${folder}), but a tmpfs is lost when the task stops`,
		]);
	});

	test("a volume does not, and the policy says which places those are", () => {
		expect(told(control, holding({ mounts: [mount("/data")] }))).toEqual([fine]);
		expect(told(control, tmpfsAt("/data"), { lastingData: [] })).toEqual([fine]);
		expect(judged(control, tmpfsAt("/srv/store"), { lastingData: ["/srv/"] })).toMatchObject([{ severity: "LOW" }]);
	});
});

describe("two mounts on one path", () => {
	test.each<[string, TaskDefinitionFacts]>([
		["two tmpfs", tmpfsAt("/tmp", "/tmp")],
		["a slash at the end", tmpfsAt("/tmp", "/tmp/")],
		["doubled slashes and dots", tmpfsAt("/tmp", "//./tmp")],
		["three of them are one problem", tmpfsAt("/tmp", "/tmp", "/tmp")],
		["a tmpfs and a mount", holding({ mounts: [mount("/tmp")] })],
		["a tmpfs and a read-only mount", holding({ mounts: [mount("/tmp", true)] })],
		["two mounts, no tmpfs", holding({ tmpfs: [], mounts: [mount("/tmp"), mount("/tmp", true)] })],
	])("%s", (_, facts) => {
		expect(judged(control, facts)).toMatchObject([
			{
				status: "fail",
				severity: "HIGH",
				message: "container app: more than one mount at /tmp",
				remediation: "Keep one mount at /tmp.",
			},
		]);
	});

	test("one below the other and another letter case are two places", () => {
		expect(told(control, tmpfsAt("/tmp", "/tmp/x", "/tmpx", "/TMP"))).toEqual([fine]);
	});

	test("paths that cannot be mount points are told once each", () => {
		expect(judged(control, tmpfsAt("tmp", "tmp"))[0]?.message).toBe(
			"container app: tmpfs tmp is not absolute; container app: tmpfs tmp is not absolute",
		);
	});
});

test("several problems in one failure, the worst first, each with its mending", () => {
	expect(judged(control, tmpfsAt("/data", "/bin", "x"))).toMatchObject([
		{
			container: "app",
			severity: "HIGH",
			message:
				"container app: tmpfs /bin covers /bin, which belongs to the system; container app: tmpfs x is not absolute; container app: tmpfs /data is a path for persistent data (/data), but a tmpfs is lost when the task stops",
			remediation:
				'Mount at a dedicated directory instead of /bin, such as /tmp, /run or /var/cache/app. Write an absolute path without ".." instead of x. Mount a volume (EFS, EBS) at /data instead of the tmpfs.',
		},
	]);
});

test.each<[string, TaskDefinitionFacts, string]>([
	["no mount at all", holding({ tmpfs: [] }), "not-applicable HIGH container app has no tmpfs mount"],
	[
		"a harmless mount only",
		holding({ tmpfs: [], mounts: [mount("/data")] }),
		"not-applicable HIGH container app has no tmpfs mount",
	],
	[
		"a tmpfs path that is not known",
		holding({ tmpfs: [aTmpfs({ path: later })] }),
		"unknown HIGH container app: the path of a tmpfs is unknown (Ref X)",
	],
	[
		"a mount path that is not known",
		holding({ mounts: [mount(later)] }),
		"unknown HIGH container app: the path of a mount is unknown (Ref X)",
	],
	[
		"whether it is read-only matters over a system folder",
		holding({ mounts: [mount("/etc", later)] }),
		"unknown HIGH container app: whether mount /etc is read-only is unknown (Ref X)",
	],
	["and nowhere else", holding({ mounts: [mount("/config", later)] }), fine],
	[
		"tmpfs mounts that are not known",
		holding({ tmpfs: later }),
		"unknown HIGH container app: its tmpfs mounts are unknown (Ref X)",
	],
	[
		"mounts that are not known",
		holding({ mounts: later }),
		"unknown HIGH container app: its mounts are unknown (Ref X)",
	],
	[
		"what is known to be wrong fails beside it",
		holding({ tmpfs: [aTmpfs({ path: "/" })], mounts: later }),
		"fail HIGH container app: tmpfs / covers /, which belongs to the system",
	],
	[
		"Windows, wrong",
		holding({ tmpfs: [aTmpfs({ path: "/" })] }, { operatingSystem: "windows" }),
		"not-applicable HIGH these are Linux paths, and this is a Windows family",
	],
	[
		"Windows, right",
		holding({}, { operatingSystem: "windows" }),
		"not-applicable HIGH these are Linux paths, and this is a Windows family",
	],
	[
		"Windows, not known",
		holding({ mounts: later }, { operatingSystem: "windows" }),
		"not-applicable HIGH these are Linux paths, and this is a Windows family",
	],
	[
		"an operating system that is not known",
		holding({ tmpfs: [aTmpfs({ path: "/" })] }, { operatingSystem: later }),
		"unknown HIGH the operating system is unknown (Ref X); on Linux: container app: tmpfs / covers /, which belongs to the system",
	],
])("%s", (_, facts, expected) => {
	expect(told(control, facts)).toEqual([expected]);
});

test("spelling a path with more slashes changes no verdict", () => {
	const path = fc.array(fc.constantFrom("bin", "etc", "usr", "lib", "tmp", "data", "dev", "shm", "x"), {
		minLength: 1,
		maxLength: 4,
	});
	fc.assert(
		fc.property(path, (segments) => {
			const [plain] = judged(control, tmpfsAt(`/${segments.join("/")}`));
			const [odd] = judged(control, tmpfsAt(`//${segments.join("/.//")}/`));
			expect([odd?.status, odd?.severity]).toEqual([plain?.status, plain?.severity]);
		}),
	);
});

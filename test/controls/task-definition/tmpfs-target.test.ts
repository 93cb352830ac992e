import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import control from "../../../controls/task-definition/tmpfs-target.ts";
import type { ContainerFacts, MountFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { aContainer, aTaskDefinition, aTmpfs } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

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
const fine = "pass HIGH container app: every mount is at a dedicated path";

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

test.each(covered)("fails for a tmpfs at %s, which covers %s or is inside it", (path, covers) => {
	expect(verdictLines(control, tmpfsAt(path))).toEqual([
		`fail HIGH container app: tmpfs ${path} ${where(path, covers)}, which belongs to the system`,
	]);
});

test.each(covered)("fails for a writable mount at %s and passes for a read-only one", (path, covers) => {
	expect(verdictLines(control, holding({ mounts: [mount(path)] }))).toEqual([
		`fail HIGH container app: mount ${path} ${where(path, covers)}, which belongs to the system`,
	]);
	expect(verdictLines(control, holding({ mounts: [mount(path, true)] }))).toEqual([fine]);
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
])("passes for a mount at %s", (path) => {
	expect(verdictLines(control, tmpfsAt(path))).toEqual([fine]);
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
])("fails because the path %p %s", (path, fault) => {
	expect(verdictLines(control, tmpfsAt(path))).toEqual([`fail HIGH container app: tmpfs ${path} ${fault}`]);
	expect(verdictLines(control, holding({ tmpfs: [], mounts: [mount(path, true)] }))).toEqual([
		`fail HIGH container app: mount ${path} ${fault}`,
	]);
});

describe("persistent data", () => {
	test.each([
		["/data", "/data"],
		["/data/", "/data"],
		["/data/uploads", "/data"],
		["/var/lib/postgresql/data", "/var/lib/postgresql"],
		["/var/lib/mysql", "/var/lib/mysql"],
	])("fails for a tmpfs at %s", (path, folder) => {
		expect(verdictLines(control, tmpfsAt(path))).toEqual([
			`fail LOW container app: tmpfs ${path} is a path for persistent data (${folder}), but a tmpfs is lost when the task stops`,
		]);
	});

	test("passes for a volume, and uses the paths of the policy", () => {
		expect(verdictLines(control, holding({ mounts: [mount("/data")] }))).toEqual([fine]);
		expect(verdictLines(control, tmpfsAt("/data"), { lastingData: [] })).toEqual([fine]);
		expect(judged(control, tmpfsAt("/srv/store"), { lastingData: ["/srv/"] })).toMatchObject([{ severity: "LOW" }]);
	});
});

describe("fails for several mounts at one path:", () => {
	test.each<[string, TaskDefinitionFacts]>([
		["two tmpfs", tmpfsAt("/tmp", "/tmp")],
		["two tmpfs, one with a trailing slash", tmpfsAt("/tmp", "/tmp/")],
		["two tmpfs, one with repeated slashes and dots", tmpfsAt("/tmp", "//./tmp")],
		["three tmpfs, which are one problem", tmpfsAt("/tmp", "/tmp", "/tmp")],
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

	test("passes for mounts at a path below another and in another letter case", () => {
		expect(verdictLines(control, tmpfsAt("/tmp", "/tmp/x", "/tmpx", "/TMP"))).toEqual([fine]);
	});

	test("reports each path that cannot be a mount point once", () => {
		expect(judged(control, tmpfsAt("tmp", "tmp"))[0]?.message).toBe(
			"container app: tmpfs tmp is not absolute; container app: tmpfs tmp is not absolute",
		);
	});
});

test("combines several problems into one failure, the worst first, with the remediation of each", () => {
	expect(judged(control, tmpfsAt("/data", "/bin", "x"))).toMatchObject([
		{
			container: "app",
			severity: "HIGH",
			message:
				"container app: tmpfs /bin covers /bin, which belongs to the system; container app: tmpfs x is not absolute; " +
				"container app: tmpfs /data is a path for persistent data (/data), but a tmpfs is lost when the task stops",
			remediation:
				"Mount at a dedicated directory instead of /bin, such as /tmp, /run or /var/cache/app. Write an absolute path " +
				'without ".." instead of x. Mount a volume (EFS, EBS) at /data instead of the tmpfs.',
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
		"an unknown tmpfs path",
		holding({ tmpfs: [aTmpfs({ path: later })] }),
		"unknown HIGH container app: the path of a tmpfs is unknown (Ref X)",
	],
	[
		"an unknown mount path",
		holding({ mounts: [mount(later)] }),
		"unknown HIGH container app: the path of a mount is unknown (Ref X)",
	],
	[
		"whether it is read-only matters over a system folder",
		holding({ mounts: [mount("/etc", later)] }),
		"unknown HIGH container app: whether mount /etc is read-only is unknown (Ref X)",
	],
	["an unknown read-only flag outside system folders", holding({ mounts: [mount("/config", later)] }), fine],
	[
		"unknown tmpfs mounts",
		holding({ tmpfs: later }),
		"unknown HIGH container app: its tmpfs mounts are unknown (Ref X)",
	],
	["unknown mounts", holding({ mounts: later }), "unknown HIGH container app: its mounts are unknown (Ref X)"],
	[
		"a wrong tmpfs beside unknown mounts",
		holding({ tmpfs: [aTmpfs({ path: "/" })], mounts: later }),
		"fail HIGH container app: tmpfs / covers /, which belongs to the system",
	],
	[
		"Windows, wrong",
		holding({ tmpfs: [aTmpfs({ path: "/" })] }, { operatingSystem: "windows" }),
		"not-applicable HIGH the control checks Linux paths, and this is a Windows task definition",
	],
	[
		"Windows, right",
		holding({}, { operatingSystem: "windows" }),
		"not-applicable HIGH the control checks Linux paths, and this is a Windows task definition",
	],
	[
		"unknown mounts on Windows",
		holding({ mounts: later }, { operatingSystem: "windows" }),
		"not-applicable HIGH the control checks Linux paths, and this is a Windows task definition",
	],
	[
		"an unknown operating system",
		holding({ tmpfs: [aTmpfs({ path: "/" })] }, { operatingSystem: later }),
		"unknown HIGH the operating system is unknown (Ref X); on Linux, container app: tmpfs / covers /, which belongs to the system",
	],
])("gives the right verdict for: %s", (_, facts, expected) => {
	expect(verdictLines(control, facts)).toEqual([expected]);
});

test("gives the same verdict for a path with more slashes", () => {
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

import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import { controls } from "../../../controls/index.ts";
import type { ContainerFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { judge } from "../../../core/judge.ts";
import { type ContainerPlan, type Fix, planOf } from "../../../fix/plan/plan.ts";
import { aContainer, aTaskDefinition, aTmpfs } from "../../support/builders.ts";
import { bare, describePlan, planContainer, settings } from "./plan-container.ts";

const locked = "noexec,nosuid,nodev";
const mount = (path: string) => ({ path, volume: "data", hostPath: null, readOnly: false });
const left = (why: string, ...paths: readonly string[]) =>
	`its root filesystem is left writable, because ${why}; to try a read-only root with tmpfs mounts at ${paths.join(", ")}, use fix --try`;

test.each<[string, Partial<ContainerFacts>, readonly string[]]>([
	["a container without failures", {}, []],
	[
		"an unknown image, which is left as it is",
		{ ...bare, image: "team/app:1" },
		[left("fix cannot tell which paths team/app:1 writes to", "/tmp", "/run")],
	],
	[
		"a user other than root, with tmpfs mounts that will belong to root",
		{ ...bare, image: "nginx", user: "101" },
		[left("it runs as 101, and /run, /var/cache/nginx will belong to root", ...["/tmp", "/run", "/var/cache/nginx"])],
	],
	[
		"nginx from a registry with tag and digest",
		{ ...bare, readonlyRootFilesystem: false, image: "public.ecr.aws:443/nginx/nginx:1.27@sha256:ab" },
		["read-only root", `tmpfs /tmp 64 ${locked}`, `tmpfs /run 16 ${locked}`, `tmpfs /var/cache/nginx 32 ${locked}`],
	],
	[
		"paths that are already mounted, which are not mounted again",
		{ ...bare, image: "nginx", tmpfs: [aTmpfs()], mounts: [mount("/var/run"), mount("/var/cache")] },
		["read-only root"],
	],
	["a read-only root without any writable path", { image: "memcached:1.6", tmpfs: [] }, [`tmpfs /tmp 64 ${locked}`]],
	[
		"a read-only root of an unknown image without any writable path",
		{ image: "team/app:1", tmpfs: [] },
		[
			"no tmpfs is added, because fix cannot tell which paths team/app:1 writes to; to try tmpfs mounts at /tmp, /run, use fix --try",
		],
	],
	["a read-only root with a writable volume", { tmpfs: [], mounts: [mount("/data")] }, []],
	[
		"a database without a volume for its data",
		{ ...bare, image: "postgres:18" },
		[
			"PostgreSQL keeps data that must persist, or files that its image provides, in /var/lib/postgresql; mount a volume there first",
		],
	],
	[
		"a database with a volume below the folder for its data",
		{ ...bare, image: "postgres:18", capabilities: { add: [], drop: [] }, mounts: [mount("/var/lib/postgresql/data")] },
		["read-only root", `tmpfs /tmp 64 ${locked}`, `tmpfs /var/run/postgresql 32 ${locked}`],
	],
	[
		"Fluent Bit, whose /run belongs to FireLens",
		{ ...bare, image: "amazon/aws-for-fluent-bit:2.32.2" },
		["read-only root", `tmpfs /tmp 64 ${locked}`],
	],
	[
		"an image that cannot run with a read-only root",
		{ ...bare, image: "public.ecr.aws/aws-observability/aws-for-fluent-bit:init-latest" },
		["the init images of aws-for-fluent-bit write to /init, the folder of their own programs"],
	],
	["missing options", { tmpfs: [aTmpfs({ options: ["rw", "noexec"] })] }, ["tmpfs 0: add nosuid,nodev"]],
	[
		"options that are set explicitly",
		{ tmpfs: [aTmpfs({ options: ["exec"] })] },
		["tmpfs /tmp explicitly allows exec; remove that if it is not needed"],
	],
	[
		"missing sizes",
		{ image: "memcached:1.6", tmpfs: [aTmpfs({ sizeMiB: null }), aTmpfs({ path: "/run/app", sizeMiB: 0 })] },
		["tmpfs 0: size 64", "tmpfs 1: size 32"],
	],
	[
		"a missing size where it is unknown how much is written",
		{ image: "memcached:1.6", tmpfs: [aTmpfs({ sizeMiB: null }), aTmpfs({ path: "/var/lib/mysql", sizeMiB: null })] },
		[
			"the tmpfs at /var/lib/mysql is left without a size, because fix cannot tell how much its program writes there; to try one, use fix --try",
		],
	],
	[
		"an unresolved root",
		{ readonlyRootFilesystem: { unresolved: "Ref X" } },
		["whether its root filesystem is read-only is unknown (Ref X)"],
	],
	["unresolved mounts", { ...bare, mounts: { unresolved: "Ref X" } }, ["its mounts are unknown (Ref X)"]],
	[
		"unresolved tmpfs mounts",
		{ ...bare, tmpfs: { unresolved: "Ref X" } },
		["its mounts are unknown (Ref X)", "its tmpfs mounts are unknown (Ref X)"],
	],
])("returns the plan for %s", (_, container, expected) => {
	expect(planContainer(container).map(describePlan)).toEqual([expected]);
});

test.each<[TaskDefinitionFacts["operatingSystem"], string]>([
	["windows", "it runs on Windows; only Linux containers can be fixed"],
	[{ unresolved: "Ref X" }, "its operating system is unknown (Ref X)"],
])("no fix is planned for the operating system %j", (operatingSystem, text) => {
	const notes = ["root", "sizes", "options", "mounts"].map((topic) => ({ topic, text }));
	expect(planContainer(bare, { operatingSystem })).toEqual([{ container: "app", fixes: [], notes, withheld: [] }]);
});

test("no options are planned that the Docker engine sets by default", () => {
	expect(planContainer({ ...bare, image: "memcached" }, { engine: "docker" }).map(describePlan)).toEqual([
		["read-only root", "tmpfs /tmp 64"],
	]);
});

/** The facts after the fixes, as they would be read from the fixed file. */
function applyPlans(facts: TaskDefinitionFacts, plans: readonly ContainerPlan[]): TaskDefinitionFacts {
	const containers = (facts.containers as readonly ContainerFacts[]).map((container, index) =>
		(plans[index]?.fixes ?? []).reduce(applyFix, container),
	);
	return { ...facts, containers };
}

function applyFix(container: ContainerFacts, fix: Fix): ContainerFacts {
	const tmpfs = container.tmpfs as Exclude<ContainerFacts["tmpfs"], { unresolved: string }>;
	const at = (index: number, change: object) => tmpfs.map((one, i) => (i === index ? { ...one, ...change } : one));
	switch (fix.kind) {
		case "read-only-root":
			return { ...container, readonlyRootFilesystem: true };
		case "add-tmpfs":
			return { ...container, tmpfs: [...tmpfs, { path: fix.path, sizeMiB: fix.sizeMiB, options: fix.options }] };
		case "tmpfs-size":
			return { ...container, tmpfs: at(fix.index, { sizeMiB: fix.sizeMiB }) };
		case "tmpfs-options":
			return {
				...container,
				tmpfs: at(fix.index, { options: [...((tmpfs[fix.index]?.options ?? []) as string[]), ...fix.missing] }),
			};
		case "read-only-mount":
			return container;
	}
}

test("property: a plan adds no failure, and repeated plans end with nothing left to fix", () => {
	const some = fc.record({
		image: fc.constantFrom("nginx", "team/app:1", "redis:8", "postgres", "tomcat", "datadog/agent", null),
		readonlyRootFilesystem: fc.constantFrom(true, false, null),
		memoryMiB: fc.constantFrom(null, 64, 300, 4096),
		tmpfs: fc.array(
			fc.record({
				path: fc.constantFrom("/tmp", "/run", "/x", "/var/run"),
				sizeMiB: fc.constantFrom(null, -1, 0, 8, 64),
				options: fc.constantFrom([], ["rw"], ["noexec", "nosuid", "nodev"], ["exec"]),
			}),
			{ maxLength: 3 },
		),
		mounts: fc.constantFrom([], [mount("/data")], [mount("/var/lib/postgresql")]),
	});
	const task = fc.record({
		containers: fc.array(some.map(aContainer), { minLength: 1, maxLength: 3 }),
		memoryMiB: fc.constantFrom(null, 512, 2048),
		engine: fc.constantFrom("ecs" as const, "docker" as const),
	});
	fc.assert(
		fc.property(task.map(aTaskDefinition), fc.boolean(), (facts, mayTry) => {
			const planned = { ...settings, mayTry };
			const plans = planOf(facts, planned);
			const after = applyPlans(facts, plans);
			const failing = (of: TaskDefinitionFacts) =>
				judge(controls, of, defaultPolicy).flatMap(({ control, container, status }) =>
					status === "fail" ? `${control} ${container}` : [],
				);
			const before = new Set(failing(facts));
			expect(failing(after).filter((one) => !before.has(one))).toEqual([]);
			// Memory that was not enough for one container may be enough for another: planned again until nothing changes.
			const stable = [1, 2, 3].reduce((now) => applyPlans(now, planOf(now, planned)), after);
			expect(planOf(stable, planned).flatMap(({ fixes }) => fixes)).toEqual([]);
			const fixedRoots = plans.filter(({ fixes }) => fixes.some(({ kind }) => kind === "read-only-root"));
			const roots = new Set(failing(after).filter((one) => one.startsWith("task-definition/read-only-root")));
			if (fixedRoots.length === plans.length) expect(roots.size).toBe(0);
		}),
		{ numRuns: 500 },
	);
});

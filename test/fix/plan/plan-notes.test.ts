import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import type { ContainerFacts, MountFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { type PlanSettings, planOf, topicOf } from "../../../fix/plan/plan.ts";
import { aContainer, aTaskDefinition, aTmpfs } from "../../support/builders.ts";
import { bare, describePlan, planContainer, settings } from "./plan-container.ts";

const open = { unresolved: "Ref X" };
const mount = (path: string, more: Partial<MountFacts> = {}): MountFacts => ({
	path,
	volume: "data",
	hostPath: null,
	readOnly: false,
	...more,
});
const node = { ...bare, image: "node:24" };
const notesOf = (container: Partial<ContainerFacts>, task: Partial<TaskDefinitionFacts> = {}) =>
	planContainer(container, task).flatMap(({ notes }) => notes);

test("what each mend is about", () => {
	expect(topicOf).toEqual({
		"read-only-root": "root",
		"add-tmpfs": "root",
		"tmpfs-size": "sizes",
		"tmpfs-options": "options",
		"read-only-mount": "mounts",
	});
});

test("containers that are not known get no plan", () => expect(planContainer(bare, { containers: open })).toEqual([]));

test("new tmpfs mounts come last: the positions of the others stay right", () => {
	const container = {
		...node,
		tmpfs: [aTmpfs({ path: "/a", sizeMiB: null }), aTmpfs({ path: "/b", options: ["nodev", "nosuid"] })],
		mounts: [mount("/data"), mount("/etc/app.conf", { volume: null, hostPath: "/srv/app.conf" })],
	};
	expect(planContainer(container).map(describePlan)).toEqual([
		[
			"read-only root",
			"tmpfs 0: size 32",
			"tmpfs 1: add noexec",
			"mount 1: read-only",
			"tmpfs /tmp 64 noexec,nosuid,nodev",
			"the mount at /etc/app.conf is made read-only; undo this if the program writes there",
		],
	]);
});

test.each<[string, ContainerFacts["tmpfs"], readonly string[]]>([
	["/tmp, however it is spelled", [aTmpfs({ path: "//tmp/", sizeMiB: null })], ["tmpfs 0: size 64"]],
	["/run", [aTmpfs({ path: "/run", sizeMiB: null })], ["tmpfs 0: size 16"]],
	["a place that is not known", [aTmpfs({ path: open, sizeMiB: null })], ["tmpfs 0: size 32"]],
])("the size of a tmpfs at %s", (_, tmpfs, expected) => {
	expect(planContainer({ tmpfs }).map(describePlan)).toEqual([expected]);
});

test("each size goes where it belongs", () => {
	const tmpfs = [aTmpfs({ path: "/a" }), aTmpfs({ path: "/run", sizeMiB: null })];
	expect(planContainer({ ...node, tmpfs, memoryMiB: 400 }).map(({ fixes }) => fixes)).toEqual([
		[
			{ kind: "read-only-root" },
			{ kind: "tmpfs-size", index: 1, sizeMiB: expect.any(Number) },
			{ kind: "add-tmpfs", path: "/tmp", sizeMiB: expect.any(Number), options: ["noexec", "nosuid", "nodev"] },
		],
	]);
	expect(planContainer({ ...node, tmpfs }).flatMap(describePlan)).toEqual([
		"read-only root",
		"tmpfs 1: size 16",
		"tmpfs /tmp 64 noexec,nosuid,nodev",
	]);
});

describe("what notes are about, and whether they count without the mend", () => {
	const appliesOnlyIfFixed = true as const;
	const small = (room: number) =>
		`its memory leaves ${room} MiB for tmpfs mounts, so they are smaller than usual; check that they are large enough`;
	const limit = "its memory limit is unknown (Ref X); check that the tmpfs mounts fit into it";
	const tooLittle = (room: number, least: number) =>
		`its memory leaves ${room} MiB for tmpfs mounts, which need at least ${least} MiB; raise the memory first`;
	const unsized = { tmpfs: [aTmpfs({ sizeMiB: null })] };

	test.each<[string, Partial<ContainerFacts>, Partial<TaskDefinitionFacts>, ReturnType<typeof notesOf>]>([
		[
			"a new tmpfs that is small",
			{ ...node, memoryMiB: 100 },
			{},
			[{ topic: "root", text: small(20), appliesOnlyIfFixed }],
		],
		[
			"a missing size that becomes small",
			{ ...unsized, memoryMiB: 100 },
			{},
			[{ topic: "sizes", text: small(20), appliesOnlyIfFixed }],
		],
		[
			"both",
			{ ...node, tmpfs: [aTmpfs({ path: "/x", sizeMiB: null })], memoryMiB: 100 },
			{},
			[
				{ topic: "root", text: small(20), appliesOnlyIfFixed },
				{ topic: "sizes", text: small(20), appliesOnlyIfFixed },
			],
		],
		["too little for a new tmpfs", { ...node, memoryMiB: 30 }, {}, [{ topic: "root", text: tooLittle(6, 8) }]],
		["too little for a missing size", { ...unsized, memoryMiB: 30 }, {}, [{ topic: "sizes", text: tooLittle(6, 8) }]],
		[
			"too little where the root is read-only already",
			{ image: "node:24", tmpfs: [], memoryMiB: 30 },
			{},
			[{ topic: "root", text: tooLittle(6, 8) }],
		],
		[
			"too little: nothing is to be tried yet",
			{ ...bare, image: null, memoryMiB: 30 },
			{},
			[{ topic: "root", text: tooLittle(6, 9) }],
		],
		["a limit that is not known", node, { memoryMiB: open }, [{ topic: "root", text: limit, appliesOnlyIfFixed }]],
		["the same for a size", unsized, { memoryMiB: open }, [{ topic: "sizes", text: limit, appliesOnlyIfFixed }]],
		["but not where nothing takes memory", { ...node, tmpfs: [aTmpfs()] }, { memoryMiB: open }, []],
		["nor where a container has a limit of its own", { ...node, memoryMiB: 4000 }, { memoryMiB: open }, []],
		[
			"options",
			{ tmpfs: [aTmpfs({ options: ["exec"] })] },
			{},
			[{ topic: "options", text: "tmpfs /tmp explicitly allows exec; remove that if it is not needed" }],
		],
		[
			"a mount that is made read-only",
			{ mounts: [mount("/etc/app.conf", { hostPath: "/srv/app.conf" })] },
			{},
			[
				{
					topic: "mounts",
					text: "the mount at /etc/app.conf is made read-only; undo this if the program writes there",
					appliesOnlyIfFixed,
				},
			],
		],
		[
			"a mount that stays",
			{ mounts: [mount("/config", { hostPath: "/srv/config" })] },
			{},
			[
				{
					topic: "mounts",
					text: "the mount at /config is left writable: many programs write to such a folder; make it read-only if this one does not",
				},
			],
		],
	])("%s", (_, container, task, expected) => {
		expect(notesOf(container, task)).toEqual(expected);
	});
});

describe("the options of a new tmpfs", () => {
	const nativeCode =
		"Java libraries that unpack native code into /tmp (JNA, Netty, Snappy) need exec there; unpack it in the image, or waive task-definition/tmpfs-options";
	const required = (...options: readonly string[]) => ({ enabled: true, required: options });
	const off = { ...defaultPolicy.controls["task-definition/tmpfs-options"], enabled: false };
	const locked = ["noexec", "nosuid", "nodev"];
	const planFor = (engine: "ecs" | "docker", image: string, change: Partial<PlanSettings>) => {
		const facts = aTaskDefinition({ engine, containers: [aContainer({ ...bare, image })] });
		const [plan] = planOf(facts, { ...settings, ...change });
		return {
			options: plan?.fixes.flatMap((fix) => (fix.kind === "add-tmpfs" ? [fix.options] : [])),
			notes: plan?.notes,
		};
	};
	const withOptions = (options: typeof off): Partial<PlanSettings> => ({
		controls: { ...defaultPolicy.controls, "task-definition/tmpfs-options": options },
	});
	const waived: Partial<PlanSettings> = { areOptionsWaived: (name) => name === "app" };

	test.each<[string, "ecs" | "docker", Partial<PlanSettings>, readonly string[], boolean]>([
		["on ECS, noexec", "ecs", {}, locked, true],
		["on ECS, noexec not required", "ecs", withOptions(required("nosuid")), ["nosuid"], false],
		["on ECS, waived", "ecs", waived, [], false],
		["on ECS, waived for another container", "ecs", { areOptionsWaived: (name) => name === "db" }, locked, true],
		["on ECS, the control is off", "ecs", withOptions(off), [], false],
		["Docker mounts with noexec by itself", "docker", {}, [], true],
		["also where it is not required", "docker", withOptions(required("nosuid")), [], true],
		["Docker, waived", "docker", waived, ["exec"], false],
		["Docker, the control is off", "docker", withOptions(off), [], true],
		["Docker, waived and off", "docker", { ...waived, ...withOptions(off) }, [], true],
	])("Java, %s", (_, engine, change, options, isBarred) => {
		expect(planFor(engine, "amazoncorretto:25", change)).toEqual({
			options: [options],
			notes: isBarred ? [{ topic: "root", text: nativeCode, appliesOnlyIfFixed: true }] : [],
		});
	});

	test.each(["ecs", "docker"] as const)("nothing is said of others on %s", (engine) => {
		expect(planFor(engine, "node:24", {}).notes).toEqual([]);
	});
});

import { describe, expect, test } from "@jest/globals";
import type { ContainerFacts, MountFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { topicOf } from "../../../fix/plan/plan.ts";
import { aTmpfs } from "../../support/builders.ts";
import { bare, describePlan, planContainer } from "./plan-container.ts";

const unknown = { unresolved: "Ref X" };
const mount = (path: string, more: Partial<MountFacts> = {}): MountFacts => ({
	path,
	volume: "data",
	hostPath: null,
	readOnly: false,
	...more,
});
const node = { ...bare, image: "memcached:1.6" };
const notesOf = (container: Partial<ContainerFacts>, task: Partial<TaskDefinitionFacts> = {}) =>
	planContainer(container, task, true).flatMap(({ notes }) => notes);

test("every fix has a topic", () => {
	expect(topicOf).toEqual({
		"read-only-root": "root",
		"add-tmpfs": "root",
		"tmpfs-size": "sizes",
		"tmpfs-options": "options",
		"read-only-mount": "mounts",
	});
});

test("unknown containers get no plan", () => expect(planContainer(bare, { containers: unknown })).toEqual([]));

test("new tmpfs mounts come last, so that the positions of the others stay valid", () => {
	const container = {
		...node,
		tmpfs: [aTmpfs({ path: "/a", sizeMiB: null }), aTmpfs({ path: "/b", options: ["nodev", "nosuid"] })],
		mounts: [mount("/data"), mount("/etc/app.conf", { volume: null, hostPath: "/srv/app.conf" })],
	};
	expect(planContainer(container, {}, true).map(describePlan)).toEqual([
		[
			"read-only root",
			"tmpfs 0: size 32",
			"tmpfs 1: add noexec",
			"mount 1: read-only",
			"tmpfs /tmp 64 noexec,nosuid,nodev",
			"how much its program writes to /a is unknown; test it before you deploy",
			"its program may need tmpfs /b without noexec; test it before you deploy",
			"the mount at /etc/app.conf is made read-only; undo this if the program writes there",
		],
	]);
});

test.each<[string, ContainerFacts["tmpfs"], readonly string[]]>([
	["/tmp in an unusual spelling", [aTmpfs({ path: "//tmp/", sizeMiB: null })], ["tmpfs 0: size 64"]],
	["/run", [aTmpfs({ path: "/run", sizeMiB: null })], ["tmpfs 0: size 16"]],
])("plans the usual size of a tmpfs at %s", (_, tmpfs, expected) => {
	expect(planContainer({ image: "memcached:1.6", tmpfs }).map(describePlan)).toEqual([expected]);
});

test("each size goes to its own tmpfs", () => {
	const tmpfs = [aTmpfs({ path: "/a" }), aTmpfs({ path: "/run", sizeMiB: null })];
	expect(planContainer({ ...node, tmpfs, memoryMiB: 400 }, {}, true).map(({ fixes }) => fixes)).toEqual([
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

describe("the notes of a plan have a topic and show whether they apply only if the fix is made", () => {
	const appliesOnlyIfFixed = true as const;
	const small = (budget: number) =>
		`its memory leaves ${budget} MiB for tmpfs mounts, so they are smaller than usual; check that they are large enough`;
	const limit = "its memory limit is unknown (Ref X); check that the tmpfs mounts fit into it";
	const notEnough = (budget: number, min: number) =>
		`its memory leaves ${budget} MiB for tmpfs mounts, which need at least ${min} MiB; raise the memory first`;
	const unsized = { image: "memcached:1.6", tmpfs: [aTmpfs({ sizeMiB: null })] };

	test.each<[string, Partial<ContainerFacts>, Partial<TaskDefinitionFacts>, ReturnType<typeof notesOf>]>([
		[
			"for a new tmpfs that is smaller than usual",
			{ ...node, memoryMiB: 100 },
			{},
			[{ topic: "root", text: small(20), appliesOnlyIfFixed }],
		],
		[
			"for a missing size that is smaller than usual",
			{ ...unsized, memoryMiB: 100 },
			{},
			[{ topic: "sizes", text: small(20), appliesOnlyIfFixed }],
		],
		[
			"for a new tmpfs and a missing size that are both smaller than usual",
			{ ...node, tmpfs: [aTmpfs({ path: "/run", sizeMiB: null })], memoryMiB: 100 },
			{},
			[
				{ topic: "root", text: small(20), appliesOnlyIfFixed },
				{ topic: "sizes", text: small(20), appliesOnlyIfFixed },
			],
		],
		[
			"when the memory is too small for a new tmpfs",
			{ ...node, memoryMiB: 30 },
			{},
			[{ topic: "root", text: notEnough(6, 8) }],
		],
		[
			"when the memory is too small for a missing size",
			{ ...unsized, memoryMiB: 30 },
			{},
			[{ topic: "sizes", text: notEnough(6, 8) }],
		],
		[
			"when the memory is too small and the root is already read-only",
			{ image: "memcached:1.6", tmpfs: [], memoryMiB: 30 },
			{},
			[{ topic: "root", text: notEnough(6, 8) }],
		],
		[
			"for a new tmpfs when the memory limit is unknown",
			node,
			{ memoryMiB: unknown },
			[{ topic: "root", text: limit, appliesOnlyIfFixed }],
		],
		[
			"for a missing size when the memory limit is unknown",
			unsized,
			{ memoryMiB: unknown },
			[{ topic: "sizes", text: limit, appliesOnlyIfFixed }],
		],
		[
			"are absent when no tmpfs is added and the memory limit is unknown",
			{ ...node, tmpfs: [aTmpfs()] },
			{ memoryMiB: unknown },
			[],
		],
		[
			"are absent when the container has its own memory limit",
			{ ...node, memoryMiB: 4000 },
			{ memoryMiB: unknown },
			[],
		],
		[
			"for an option that is set explicitly",
			{ tmpfs: [aTmpfs({ options: ["exec"] })] },
			{},
			[{ topic: "options", text: "tmpfs /tmp explicitly allows exec; remove that if it is not needed" }],
		],
		[
			"for a mount that is made read-only",
			{ image: "httpd", mounts: [mount("/usr/local/apache2/conf/httpd.conf", { hostPath: "/srv/httpd.conf" })] },
			{},
			[
				{
					topic: "mounts",
					text: "the mount at /usr/local/apache2/conf/httpd.conf is made read-only, because Apache httpd only reads it",
					appliesOnlyIfFixed,
				},
			],
		],
		[
			"for a mount that is left writable",
			{ mounts: [mount("/config", { hostPath: "/srv/config" })] },
			{},
			[
				{
					topic: "mounts",
					text: "the mount at /config is left writable because many programs write to such a folder; make it read-only if this one does not",
				},
			],
		],
	])("%s", (_, container, task, expected) => {
		expect(notesOf(container, task)).toEqual(expected);
	});

	test("are about the memory alone when there is too little to try", () => {
		const plans = planContainer({ ...bare, image: null, memoryMiB: 30 }, {}, true);
		expect(plans.flatMap(({ notes }) => notes)).toEqual([{ topic: "root", text: notEnough(6, 9) }]);
	});
});

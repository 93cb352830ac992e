import { describe, expect, test } from "@jest/globals";
import control from "../../../controls/task-definition/read-only-mounts.ts";
import type { ContainerFacts, MountFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { aContainer, aTaskDefinition } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

/** A writable mount of the volume `v` at `/x`. */
const mount = (facts: Partial<MountFacts> = {}): MountFacts => ({
	path: "/x",
	volume: "v",
	hostPath: null,
	readOnly: false,
	...facts,
});
const named = (name: string, ...mounts: readonly MountFacts[]) => aContainer({ name, mounts });
const mounting = (...mounts: readonly MountFacts[]) => aTaskDefinition({ containers: [named("app", ...mounts)] });
const together = (...containers: readonly ContainerFacts[]) => aTaskDefinition({ containers });
const later = { unresolved: "Ref X" };
const fine = (name = "app") => `pass LOW container ${name} has no writable mount that should be read-only`;
const failsFor = (at: string, volume: string | null = "v") =>
	`fail LOW container app: ${at}${volume === null ? "" : ` (volume ${volume})`} is writable, and its name suggests configuration, certificates or secrets`;

describe("one container", () => {
	test.each<[string, TaskDefinitionFacts, string]>([
		["no mount", mounting(), fine()],
		["writable data", mounting(mount({ path: "/data" })), fine()],
		["configuration, read-only", mounting(mount({ path: "/etc/nginx/conf.d", readOnly: true })), fine()],
		["configuration by its path", mounting(mount({ path: "/etc/nginx/conf.d" })), failsFor("mount /etc/nginx/conf.d")],
		["configuration by its volume's name", mounting(mount({ volume: "tls-certs" })), failsFor("mount /x", "tls-certs")],
		[
			"configuration without a volume name",
			mounting(mount({ path: "/certs", volume: null })),
			failsFor("mount /certs", null),
		],
		[
			"two",
			mounting(
				mount({ path: "/certs" }),
				mount({ path: "/data", volume: "w" }),
				mount({ path: "/run/secrets/x", volume: "s" }),
			),
			`${failsFor("mount /certs")}; ${failsFor("mount /run/secrets/x", "s").slice("fail LOW ".length)}`,
		],
		["one volume twice in one container", mounting(mount(), mount({ path: "/y" })), fine()],
		[
			"a sensitive name, read-only unknown",
			mounting(mount({ path: "/certs", readOnly: later })),
			"unknown LOW container app: whether mount /certs is read-only is unknown (Ref X)",
		],
		["no sensitive name, read-only unknown", mounting(mount({ readOnly: later })), fine()],
		[
			"an unknown path and an unknown read-only flag",
			mounting(mount({ path: later, readOnly: later })),
			"unknown LOW container app: whether a mount is read-only is unknown (Ref X)",
		],
		[
			"an unknown path",
			mounting(mount({ path: later })),
			"unknown LOW container app: the path of a writable mount is unknown (Ref X)",
		],
		["an unknown path, read-only", mounting(mount({ path: later, readOnly: true })), fine()],
		[
			"an unknown path and a sensitive volume name",
			mounting(mount({ path: later, volume: "certs" })),
			failsFor("a mount whose path is unknown (Ref X)", "certs"),
		],
		[
			"an unknown volume",
			mounting(mount({ volume: later })),
			"unknown LOW container app: the volume of mount /x is unknown (Ref X)",
		],
		[
			"an unknown volume and a sensitive path",
			mounting(mount({ path: "/certs", volume: later })),
			failsFor("mount /certs", null),
		],
		["only the host path unknown", mounting(mount({ volume: null, hostPath: later })), fine()],
		[
			"an unknown host path beside another mount",
			mounting(mount({ volume: null, hostPath: later }), mount({ path: "/y" })),
			fine(),
		],
		[
			"unknown mounts",
			aTaskDefinition({ containers: [aContainer({ mounts: later })] }),
			"unknown LOW container app: its mounts are unknown (Ref X)",
		],
		["no container", aTaskDefinition({ containers: [] }), "not-applicable LOW there are no containers"],
		["unknown containers", aTaskDefinition({ containers: later }), "unknown LOW the containers are unknown (Ref X)"],
		[
			"an external name, which is kept on one line",
			mounting(mount({ path: "/certs/a\nb" })),
			failsFor("mount /certs/a b"),
		],
	])("%s", (_, facts, expected) => {
		expect(verdictLines(control, facts)).toEqual([expected]);
	});
});

const shared = (name: string, what: string, others: string, at = "/x") =>
	`fail LOW container ${name}: ${what}, mounted at ${at}, is also writable in ${others}`;

describe("several containers", () => {
	test.each<[string, TaskDefinitionFacts, readonly string[]]>([
		[
			"both write, and both are reported",
			together(named("app", mount()), named("router", mount({ path: "/logs" }))),
			[shared("app", "volume v", "router"), shared("router", "volume v", "app", "/logs")],
		],
		[
			"three",
			together(named("a", mount()), named("b", mount()), named("c", mount(), mount({ path: "/y" }))),
			[
				shared("a", "volume v", "b, c"),
				shared("b", "volume v", "a, c"),
				`${shared("c", "volume v", "a, b")}; ${shared("c", "volume v", "a, b", "/y").slice("fail LOW ".length)}`,
			],
		],
		["one writes", together(named("app", mount()), named("b", mount({ readOnly: true }))), [fine(), fine("b")]],
		["two volumes", together(named("app", mount()), named("b", mount({ volume: "w" }))), [fine(), fine("b")]],
		[
			"anonymous volumes are not shared",
			together(named("app", mount({ volume: null })), named("b", mount({ volume: null }))),
			[fine(), fine("b")],
		],
		[
			"one place of the host under two names and spellings",
			together(
				named("app", mount({ hostPath: "/var/run/app" })),
				named("b", mount({ volume: "w", hostPath: "/run//app/" })),
			),
			[shared("app", "host path /run/app", "b"), shared("b", "host path /run/app", "app")],
		],
		[
			"a place of the host that is called like a volume",
			together(named("app", mount()), named("b", mount({ volume: "w", hostPath: "v" }))),
			[fine(), fine("b")],
		],
		[
			"another container that may be able to write",
			together(named("app", mount()), named("b", mount({ readOnly: later }))),
			[
				"unknown LOW container app: whether container b can also write to what is mounted at /x is unknown (Ref X)",
				"unknown LOW container b: whether mount /x is read-only is unknown (Ref X)",
			],
		],
		[
			"which does not matter beside one that certainly may",
			together(named("app", mount()), named("b", mount({ readOnly: later })), named("c", mount())),
			[
				shared("app", "volume v", "c"),
				"unknown LOW container b: whether mount /x is read-only is unknown (Ref X)",
				shared("c", "volume v", "app"),
			],
		],
		[
			"another container with unknown mounts",
			together(named("app", mount()), aContainer({ name: "b", mounts: later })),
			[
				"unknown LOW container app: the mounts of container b are unknown (Ref X)",
				"unknown LOW container b: its mounts are unknown (Ref X)",
			],
		],
		[
			"and nothing is writable here",
			together(named("app", mount({ readOnly: true })), aContainer({ name: "b", mounts: later })),
			[fine(), "unknown LOW container b: its mounts are unknown (Ref X)"],
		],
		[
			"an unknown host path beside volumes that cannot be shared",
			together(named("app", mount({ volume: null })), aContainer({ name: "b", mounts: later })),
			[fine(), "unknown LOW container b: its mounts are unknown (Ref X)"],
		],
		[
			"an unknown host path beside a shared volume",
			together(
				named("app", mount({ path: "/h", volume: null, hostPath: later }), mount()),
				named("b", mount({ readOnly: later })),
			),
			[
				"unknown LOW container app: whether container b can also write to what is mounted at /x is unknown (Ref X)",
				"unknown LOW container b: whether mount /x is read-only is unknown (Ref X)",
			],
		],
		[
			"a known host path and a named volume are not the other's",
			together(
				named("app", mount({ volume: null, hostPath: "/h" }), mount({ volume: "w", hostPath: later })),
				named("b", mount()),
			),
			[fine(), fine("b")],
		],
		[
			"but not when the other only reads",
			together(named("app", mount({ volume: null, hostPath: later })), named("b", mount({ readOnly: true }))),
			[fine(), fine("b")],
		],
		[
			"a volume of the same name is the same, even with an unknown host path",
			together(named("app", mount({ hostPath: later })), named("b", mount({ hostPath: later }))),
			[shared("app", "volume v", "b"), shared("b", "volume v", "app")],
		],
	])("%s", (_, facts, expected) => {
		expect(verdictLines(control, facts)).toEqual(expected);
	});

	test("considers the other services of a Compose file without judging them", () => {
		const facts: TaskDefinitionFacts = {
			...mounting(mount()),
			engine: "docker",
			neighbours: [named("app", mount()), named("db", mount({ readOnly: true }))],
		};
		expect(verdictLines(control, facts)).toEqual([shared("app", "volume v", "app")]);
		expect(verdictLines(control, { ...facts, neighbours: [aContainer({ name: "db", mounts: later })] })).toEqual([
			"unknown LOW container app: the mounts of container db are unknown (Ref X)",
		]);
	});
});

describe("gives the right field and remediation", () => {
	const config = mount({ path: "/certs", volume: null });

	test.each<[string, TaskDefinitionFacts, string]>([
		["ECS", mounting(mount(), config), 'Write "readOnly": true on mount /certs.'],
		["Docker", { ...mounting(mount(), config), engine: "docker" }, "Write :ro on mount /certs."],
	])("%s", (_, facts, remediation) => {
		expect(judged(control, facts)).toMatchObject([{ remediation, container: "app", field: "mountPoints.1" }]);
	});

	test("a shared volume", () => {
		const facts = together(named("app", config, mount()), named("b", mount()));
		expect(
			judged(control, { ...facts, containers: [named("app", mount({ volume: "w" }), mount()), named("b", mount())] }),
		).toMatchObject([
			{
				field: "mountPoints.1",
				remediation:
					'Let only one container write to volume v and write "readOnly": true in the others, or give each container its own volume.',
			},
			{ field: "mountPoints.0" },
		]);
	});
});

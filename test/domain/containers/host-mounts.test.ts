import { describe, expect, test } from "@jest/globals";
import type { ContainerFacts, MountFacts } from "../../../core/facts.ts";
import { checkHostMounts } from "../../../domain/containers/host-mounts.ts";
import { aContainer } from "../../support/builders.ts";

const later = { unresolved: "Ref X" };
const mount = (hostPath: MountFacts["hostPath"], readOnly: MountFacts["readOnly"] = true): MountFacts => ({
	path: "/mnt",
	volume: null,
	hostPath,
	readOnly,
});
const found = (mounts: ContainerFacts["mounts"], engine: "ecs" | "docker" = "ecs") =>
	checkHostMounts(aContainer({ mounts }), engine);
const nothing = { problems: [], unknownReason: null, paths: [] };

describe("reports no problem", () => {
	test.each<[string, ContainerFacts["mounts"], unknown]>([
		["without mounts", [], nothing],
		["with a volume", [mount(null, false)], nothing],
		["with a volume that may be read-only", [mount(null, later)], nothing],
		["with a place that is read-only", [mount("/srv/data")], { ...nothing, paths: ["/srv/data"] }],
		["with unknown mounts", later, { ...nothing, unknownReason: "the mounts are unknown (Ref X)" }],
		[
			"with an unknown host path, the first of two",
			[mount("/srv"), mount(later), mount("/opt", later)],
			{ problems: [], unknownReason: "the host path of mount /mnt is unknown (Ref X)", paths: ["/srv", "/opt"] },
		],
		[
			"with a place that may be written to",
			[mount("/srv", later)],
			{ problems: [], unknownReason: "whether mount /mnt is read-only is unknown (Ref X)", paths: ["/srv"] },
		],
	])("%s", (_, mounts, expected) => {
		expect(found(mounts)).toEqual(expected);
	});
});

describe("reports the problem and the remediation for", () => {
	test.each<[string, MountFacts, "ecs" | "docker", string, string, string]>([
		[
			"the whole host",
			mount("/"),
			"ecs",
			"CRITICAL",
			"exposes the host's /, its entire file system",
			'Mount only the paths that are needed below /, each with "readOnly": true.',
		],
		[
			"a socket on ECS",
			mount("/var/run/docker.sock"),
			"ecs",
			"CRITICAL",
			"exposes the host's /var/run/docker.sock, a container runtime socket",
			"Remove mount point /mnt; a container can get information about its task from ECS_CONTAINER_METADATA_URI_V4.",
		],
		[
			"a socket on Docker",
			mount("/var/run/docker.sock"),
			"docker",
			"CRITICAL",
			"exposes the host's /var/run/docker.sock, a container runtime socket",
			"Remove /var/run/docker.sock from volumes (docker run --volume); the container must work without it.",
		],
		[
			"a writable place on ECS",
			mount("/srv", false),
			"ecs",
			"HIGH",
			"can write to the host's /srv",
			'Write "readOnly": true on mount point /mnt, or use a volume without host.sourcePath.',
		],
		[
			"a writable place on Docker",
			mount("/srv", false),
			"docker",
			"HIGH",
			"can write to the host's /srv",
			"Write /srv:/mnt:ro, or mount a named volume instead.",
		],
	])("%s", (_, one, engine, severity, what, remediation) => {
		expect(found([mount(null), one], engine).problems).toEqual([
			{ severity, message: `container app: mount /mnt ${what}`, remediation, field: "mountPoints.1" },
		]);
	});
});

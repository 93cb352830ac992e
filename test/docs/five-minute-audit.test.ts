import { describe, expect, test } from "@jest/globals";
import type { VerdictReport } from "../../cli/verdicts.d.ts";
import { runCli } from "../support/terminal.ts";

/** A notebook service: its image built here, read-only, scratch in memory, notes on a volume. */
const service = {
	build: ".",
	user: "1000:1000",
	mem_limit: "256m",
	read_only: true,
	tmpfs: ["/tmp:size=32m"],
	volumes: [{ type: "volume", source: "notes", target: "/data" }] as unknown[],
};

/** What `check` says of the service with some of it changed: `status SEVERITY message` of one control. */
async function told(id: string, change: Partial<typeof service> | { readonly read_only: undefined }): Promise<string> {
	const project = { services: { notes: { ...service, ...change } }, volumes: { notes: {}, code: {} } };
	const args = ["check", "--as", "compose", "-", "--format", "json"];
	const { printed } = await runCli(args, { stdin: JSON.stringify(project) });
	const { verdicts } = JSON.parse(printed) as VerdictReport;
	const { status, severity, message } = verdicts.find(({ control }) => control === `task-definition/${id}`) ?? {};
	return `${status} ${severity} ${message}`;
}

const volume = (target: string, source = "code") => [...service.volumes, { type: "volume", source, target }];

describe("the five-minute audit: each question has its answer", () => {
	test("the service as it should be", async () => {
		expect(await told("read-only-root", {})).toMatch(/^pass /);
		expect(await told("writable-paths", {})).toBe("pass LOW container notes can write to /tmp, /data");
		expect(await told("tmpfs-options", {})).toMatch(/^pass /);
		expect(await told("tmpfs-size", {})).toMatch(/^pass /);
		expect(await told("tmpfs-target", {})).toMatch(/^pass /);
		expect(await told("host-paths", {})).toMatch(/^pass /);
		expect(await told("read-only-mounts", {})).toMatch(/^pass /);
	});

	test.each<[string, string, Partial<typeof service> | { readonly read_only: undefined }, string]>([
		[
			"read_only is missing",
			"read-only-root",
			{ read_only: undefined },
			"fail HIGH container notes can write to its root filesystem",
		],
		[
			"read_only is false",
			"read-only-root",
			{ read_only: false },
			"fail HIGH container notes can write to its root filesystem",
		],
		[
			"neither /tmp nor /data",
			"writable-paths",
			{ tmpfs: [], volumes: [] },
			"fail LOW container notes has a read-only root and is given no writable path",
		],
		["no /tmp: the list says so", "writable-paths", { tmpfs: [] }, "pass LOW container notes can write to /data"],
		["no /data: the list says so", "writable-paths", { volumes: [] }, "pass LOW container notes can write to /tmp"],
		[
			"/data is a tmpfs",
			"tmpfs-target",
			{ tmpfs: ["/tmp:size=8m", "/data:size=8m"], volumes: [] },
			"fail LOW container notes: tmpfs /data",
		],
		[
			"the tmpfs has no size",
			"tmpfs-size",
			{ tmpfs: ["/tmp:mode=1777"] },
			"fail LOW container notes: tmpfs /tmp has no size",
		],
		[
			"the tmpfs may run programs",
			"tmpfs-options",
			{ tmpfs: ["/tmp:size=8m,exec"] },
			"fail HIGH container notes: tmpfs /tmp",
		],
		["a volume over /etc", "tmpfs-target", { volumes: volume("/etc") }, "fail HIGH container notes: mount /etc"],
		[
			"a volume over programs",
			"tmpfs-target",
			{ volumes: volume("/usr/local/bin") },
			"fail HIGH container notes: mount /usr/local/bin",
		],
		[
			"a volume over the application: the list says so",
			"writable-paths",
			{ volumes: volume("/app") },
			"pass LOW container notes can write to /tmp, /data, /app",
		],
		[
			"the application from the host",
			"host-paths",
			{ volumes: ["./src:/app"] },
			"fail HIGH container notes: mount /app can write to the host's ./src",
		],
		[
			"configuration that can be written",
			"read-only-mounts",
			{ volumes: ["./notes.conf:/etc/notes/notes.conf"] },
			"fail LOW container notes: mount",
		],
		["the same, read-only", "read-only-mounts", { volumes: ["./notes.conf:/etc/notes/notes.conf:ro"] }, "pass LOW "],
	])("%s: %s", async (_, id, change, reason) => {
		expect((await told(id, change)).slice(0, reason.length)).toBe(reason);
	});
});

import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { VerdictReport } from "../../cli/verdicts.d.ts";
import { runCli } from "../support/terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "merged-"));
const before = process.cwd();
beforeAll(() => process.chdir(folder));
beforeEach(() => {
	for (const name of readdirSync(".")) rmSync(name, { recursive: true });
});
afterAll(() => {
	process.chdir(before);
	rmSync(folder, { recursive: true });
});

function write(name: string, ...lines: readonly string[]): void {
	mkdirSync(dirname(name), { recursive: true });
	writeFileSync(name, lines.map((line) => `${line}\n`).join(""));
}

const base = [
	"services:",
	"  shop:",
	`    image: shop@sha256:${"0".repeat(64)}`,
	"    read_only: true",
	'    user: "1000"',
	"    mem_limit: 256m",
	"    tmpfs: [/tmp:size=16m]",
];
const debug = ["services:", "  shop:", "    ports: ['9229:9229']", "    ipc: host"];

/** `subject control place`, of each verdict with a status. */
async function verdictsOf(status: string, ...paths: readonly string[]): Promise<readonly string[]> {
	const { printed } = await runCli(["check", "--format", "json", ...paths]);
	const { verdicts } = JSON.parse(printed) as VerdictReport;
	return verdicts.flatMap(({ subject, control, location: { file, line }, ...one }) =>
		one.status === status ? `${subject} ${control.replace("task-definition/", "")} ${file}:${line}` : [],
	);
}
const failuresOf = (...paths: readonly string[]) => verdictsOf("fail", ...paths);
const merged = ["compose.yaml#shop no-host-namespaces compose.override.yaml:4"];

describe("a folder with a base and its override", () => {
	test("is judged as the two are merged, with each failure in the file that decides", async () => {
		write("compose.yaml", ...base);
		write("compose.override.yaml", ...debug);
		expect(await failuresOf(".")).toEqual(merged);
		expect(await verdictsOf("unknown", ".")).toEqual([]);
	});

	test("is judged below the folder that is named, once, whatever order the names have", async () => {
		write("apps/one/docker-compose.yml", ...base);
		write("apps/one/docker-compose.override.yml", ...debug);
		write("apps/one/job.yaml", "jobs: []");
		const place = "apps/one/docker-compose.override.yml:4";
		const expected = [`apps/one/docker-compose.yml#shop no-host-namespaces ${place}`];
		expect(await failuresOf("apps", "./apps/one")).toEqual(expected);
	});

	test("says on the terminal which file decides, and in SARIF", async () => {
		write("compose.yaml", ...base);
		write("compose.override.yaml", ...debug);
		const { printed, status } = await runCli(["check", "."]);
		expect(status).toBe(1);
		expect(printed).toContain("  compose.override.yaml:4:5  HIGH  task-definition/no-host-namespaces");
		const { printed: sarif } = await runCli(["check", ".", "--format", "sarif"]);
		const [result] = JSON.parse(sarif).runs[0].results;
		const { artifactLocation, region } = result.locations[0].physicalLocation;
		expect([artifactLocation.uri, region.startLine]).toEqual(["compose.override.yaml", 4]);
	});

	test("obeys a waiver of the base's service", async () => {
		write("compose.yaml", ...base);
		write("compose.override.yaml", ...debug);
		const waiver =
			"{control: task-definition/no-host-namespaces, resource: '*compose.yaml#shop', owner: me, reason: to debug, expires: 2999-01-01}";
		write("shipshape.yaml", "waivers:", `  - ${waiver}`);
		expect(await verdictsOf("waived", ".")).toEqual(merged);
	});

	test.each(["", "# nothing yet", "services: {}"])("is the base where the override is empty: %j", async (line) => {
		write("compose.yaml", ...base);
		writeFileSync("compose.override.yaml", line);
		const { status, errors, printed } = await runCli(["check", "."]);
		expect({ status, errors, printed }).toMatchObject({ status: 0, errors: [] });
		expect(printed).toContain("no failures, 0 unknown");
	});

	test("is unknown in what an override that cannot be read may set", async () => {
		write("compose.yaml", ...base, "    privileged: true");
		write("compose.override.yaml", "services: [");
		const { status, errors } = await runCli(["check", "."]);
		expect(status).toBe(2);
		expect(errors).toEqual([expect.stringMatching(/^shipshape: compose\.override\.yaml:2:1: not YAML: /)]);
		expect(await failuresOf(".")).toEqual([]);
		expect(await verdictsOf("unknown", ".")).toContain("compose.yaml#shop not-privileged compose.yaml:2");
	});

	test("is judged file by file where the base is of another kind", async () => {
		write("compose.yaml", "Resources: {A: {Type: 'AWS::ECS::Cluster', Properties: {}}}");
		write("compose.override.yaml", ...debug);
		expect(await failuresOf(".")).toContain("compose.override.yaml#shop no-host-namespaces compose.override.yaml:4");
	});
});

describe("COMPOSE_FILE", () => {
	test("in the .env of a folder says what is merged there, also from other folders", async () => {
		write("app/base.yml", ...base);
		write("app/.env", "COMPOSE_FILE=base.yml:../shared/debug.yml:last.yml");
		write("app/last.yml", "services: {shop: {ipc: !reset null, cap_add: [SYS_ADMIN]}}");
		write("shared/debug.yml", ...debug, "    privileged: true");
		const all = await failuresOf("app");
		expect(all).toEqual(
			["app/base.yml#shop capabilities app/last.yml:1", "app/base.yml#shop not-privileged shared/debug.yml:5"].sort(),
		);
	});

	test("may list a file that only some machines have: what it may set is unknown", async () => {
		write("base.yml", ...base);
		write(".env", "COMPOSE_FILE=base.yml:local.yml");
		const { status, errors } = await runCli(["check", "."]);
		expect(errors).toEqual(["shipshape: local.yml: no such file; name one that exists; not checked"]);
		expect(status).toBe(0);
		expect(await verdictsOf("unknown", ".")).toContain("base.yml#shop non-root-user base.yml:2");
	});
});

describe("a file of another folder that COMPOSE_FILE lists", () => {
	const part = ["services:", "  shop:", "    privileged: true"];
	const once = (file: string, top: string) => [`${top}#shop not-privileged ${file}:3`];

	test.each(["x/b.yaml", "x/compose.yaml", "x/y/compose.override.yaml"])(
		"below it is judged only there: %s",
		async (file) => {
			write(".env", `COMPOSE_FILE=a.yaml:${file}`);
			write("a.yaml", ...base);
			write(file, ...part);
			expect(await failuresOf(".")).toEqual(once(file, "a.yaml"));
			expect(await verdictsOf("unknown", ".")).toEqual([]);
		},
	);

	test.each(["a/part.yaml", "z/part.yaml"])(
		"beside it is judged only there, whichever comes first: %s",
		async (file) => {
			write("m/.env", `COMPOSE_FILE=base.yaml:../${file}`);
			write("m/base.yaml", ...base);
			write(file, ...part);
			expect(await failuresOf(".")).toEqual(once(file, "m/base.yaml"));
			expect(await failuresOf(dirname(file), "m")).toEqual(once(file, "m/base.yaml"));
			expect(await verdictsOf("unknown", ".")).toEqual([]);
		},
	);

	test("is judged by itself too where its own folder merges it, or Compose starts it there and the list is elsewhere", async () => {
		const own = once("docker/compose.yaml", "docker/compose.yaml");
		write("docker/compose.yaml", ...base, "    privileged: true");
		write("env/.env", "COMPOSE_FILE=../docker/compose.yaml:dev.yaml");
		write("env/dev.yaml", "services: {shop: {privileged: false}}");
		const places = (all: readonly string[]) => all.map((one) => one.split(":")[0]);
		expect(places(await failuresOf("."))).toEqual(places(own));
		write("env/.env", "COMPOSE_FILE=dev.yaml:part/compose.yaml");
		write("env/part/compose.yaml", ...base);
		write("env/part/compose.override.yaml", ...debug);
		expect(await failuresOf("env")).toEqual([
			"env/part/compose.yaml#shop no-host-namespaces env/part/compose.override.yaml:4",
		]);
	});

	test("is judged by itself where the list is in no folder that is checked", async () => {
		write(".env", "COMPOSE_FILE=a.yaml:x/b.yaml");
		write("a.yaml", ...base);
		write("x/b.yaml", ...part);
		expect(await failuresOf("x")).toEqual(once("x/b.yaml", "x/b.yaml"));
	});
});

describe("files that are named", () => {
	beforeEach(() => {
		write("compose.yaml", ...base);
		write("compose.override.yaml", ...debug);
		write("prod/part.yaml", "services: {shop: {privileged: true}}");
	});

	test("are judged without the override beside them, as for docker compose -f", async () => {
		expect(await failuresOf("compose.yaml")).toEqual([]);
	});

	test("are merged in their order", async () => {
		const failures = await failuresOf("compose.yaml", "prod/part.yaml", "compose.override.yaml");
		expect(failures).toEqual([...merged, "compose.yaml#shop not-privileged prod/part.yaml:1"]);
	});

	test("are judged alone where nothing completes them: what they do not say is unknown", async () => {
		expect(await failuresOf("compose.override.yaml", "prod/part.yaml")).toEqual([
			"compose.override.yaml#shop no-host-namespaces compose.override.yaml:4",
			"prod/part.yaml#shop not-privileged prod/part.yaml:1",
		]);
		const unknown = await verdictsOf("unknown", "prod/part.yaml");
		for (const control of ["read-only-root", "non-root-user", "memory-limit", "image-pinned", "no-host-namespaces"])
			expect(unknown).toContain(`prod/part.yaml#shop ${control} prod/part.yaml:1`);
	});

	test("are judged in addition to their folder, which is merged", async () => {
		expect(await failuresOf("compose.yaml", ".")).toContain(merged[0]);
	});

	test("are judged as they are when another kind is given for them", async () => {
		const { errors } = await runCli(["check", "--as", "cloudformation", "compose.yaml", "compose.override.yaml"]);
		expect(errors).toHaveLength(2);
	});
});

import { describe, expect, test } from "@jest/globals";
import { readCompose } from "../../../readers/compose/read.ts";
import { readDockerRun } from "../../../readers/docker-run/read.ts";
import { aSourceFile, containerIn } from "../../support/engine-files.ts";

const web = (volumes: string, rest = "") =>
	containerIn(readCompose(aSourceFile(`services: {web: {image: a, volumes: ${volumes}}${rest}}`)), "web");
const long = (source: string, target: string) => `{type: bind, source: ${source}, target: ${target}, read_only: true}`;

describe("the targets of volumes", () => {
	test.each([
		["a slash at the end", "[./x:/etc/x/, './y:/etc/x:ro']", "/etc/x"],
		["several slashes at the end", "[./x:/data//, './y:/data:ro']", "/data"],
		["the parent of a folder in it", "[./x:/data/../data, './y:/data:ro']", "/data"],
		["the spelling of the one before", "[./x:/data, './y://data/./:ro']", "/data"],
		["a long form after it", `[./x:/data/, ${long("./y", "/data")}]`, "/data"],
		["a long form with the same spelling", `[./x:/data/, ${long("./y", "/data/")}]`, "/data"],
	])("that are one leave the last mount, as in Compose: %s", (_, volumes, path) => {
		expect(web(volumes).mounts).toEqual([{ path, volume: null, hostPath: "./y", readOnly: true }]);
	});

	test("that are one leave the last mount of all layers", () => {
		const base = ", base: {image: a, volumes: ['./x:/data/']}";
		expect(web("['./y:/data:ro'], extends: {service: base}", base).mounts).toEqual([
			{ path: "/data", volume: null, hostPath: "./y", readOnly: true },
		]);
	});

	test("leave both mounts where Compose cleans one only after it removed duplicates: that of a long form", () => {
		expect(web(`[./x:/data, ${long("./y", "/data/")}]`).mounts).toMatchObject([
			{ path: "/data", hostPath: "./x", readOnly: false },
			{ path: "/data", hostPath: "./y", readOnly: true },
		]);
	});

	test("are cleaned where only one mount has them", () => {
		const entries = `[./x:/opt/../etc, ${long("./y", "/a/../usr/")}, {type: tmpfs, target: /tmp/}, './z:/..', vol:x/]`;
		const { mounts, tmpfs } = web(entries);
		expect(mounts).toMatchObject([{ path: "/etc" }, { path: "/usr" }, { path: "/" }, { path: "x" }]);
		expect(tmpfs).toMatchObject([{ path: "/tmp" }]);
	});

	test("in docker run are cleaned, and stay two, which the engine refuses", () => {
		const { mounts } = containerIn(readDockerRun(aSourceFile("docker run -v /x:/d/ -v /y:/d a")), "run-1");
		expect(mounts).toMatchObject([{ path: "/d" }, { path: "/d" }]);
	});

	test("in `tmpfs` stay as they are written: Compose compares them so", () => {
		const { tmpfs } = web("[], tmpfs: ['/data', '/data/:size=1m']");
		expect(tmpfs).toMatchObject([{ path: "/data" }, { path: "/data/" }]);
	});
});

import { describe, expect, test } from "@jest/globals";
import { readCompose } from "../../../readers/compose/read.ts";
import { readDockerRun } from "../../../readers/docker-run/read.ts";
import { aSourceFile, positionIn } from "../../support/engine-files.ts";

const full = `services:
  empty: {image: a}
  web:
    image: nginx
    read_only: false
    user: root
    privileged: true
    cap_add: [ALL]
    cap_drop: [NET_RAW]
    environment:
      A: 1
      B: 2
    logging:
      driver: none
    mem_limit: 1g
    mem_reservation: 1g
    pid: host
    ipc: host
    network_mode: host
    platform: linux
    tmpfs:
      - /tmp
      - /run:size=1m
    volumes:
      - data:/data
      - type: tmpfs
        target: /c
        tmpfs:
          size: 1g
      - /srv:/srv
    secrets:
      - token
    use_api_socket: true
    volumes_from:
      - empty
  swarm:
    image: b
    deploy:
      resources:
        limits:
          memory: 1g
        reservations:
          memory: 1g
    logging: {options: {a: b}}
    cap_drop: [ALL]
    volumes:
      - {type: tmpfs, target: /c}
`;
const nowhere = { value: null, at: () => ({ line: 1, column: 1 }) };
const reading = () => readCompose(aSourceFile(full));

test.each([
	["image", "4:5"],
	["readonlyRootFilesystem", "5:5"],
	["user", "6:5"],
	["privileged", "7:5"],
	["linuxParameters.capabilities", "8:5"],
	["linuxParameters.capabilities.add", "8:5"],
	["linuxParameters.capabilities.add.0", "8:5"],
	["linuxParameters.capabilities.drop", "9:5"],
	["environment", "10:5"],
	["environment.0", "11:7"],
	["environment.1", "12:7"],
	["environment.1.value", "12:7"],
	["logConfiguration", "14:7"],
	["logConfiguration.logDriver", "14:7"],
	["memory", "15:5"],
	["memoryReservation", "16:5"],
	["pidMode", "17:5"],
	["ipcMode", "18:5"],
	["networkMode", "19:5"],
	["runtimePlatform.operatingSystemFamily", "20:5"],
	["linuxParameters.tmpfs", "21:5"],
	["linuxParameters.tmpfs.0", "22:9"],
	["linuxParameters.tmpfs.1.size", "23:9"],
	["linuxParameters.tmpfs.2", "26:9"],
	["linuxParameters.tmpfs.2.size", "29:11"],
	["linuxParameters.tmpfs.2.mountOptions", "26:9"],
	["mountPoints", "24:5"],
	["volumes", "24:5"],
	["mountPoints.0", "25:9"],
	["mountPoints.1", "30:9"],
	["mountPoints.2", "32:9"],
	["mountPoints.3", "33:5"],
	["healthCheck", "3:3"],
	["", "3:3"],
])("the position of a field is that of its entry: %s", (field, place) => {
	expect(positionIn(reading(), "web", field)).toBe(place);
});

test.each([
	["memory", "41:11"],
	["memoryReservation", "43:11"],
	["logConfiguration", "44:5"],
	["linuxParameters.capabilities", "45:5"],
	["linuxParameters.capabilities.add", "45:5"],
	["linuxParameters.tmpfs", "47:9"],
	["linuxParameters.tmpfs.0.size", "47:9"],
	["mountPoints", "46:5"],
	["user", "36:3"],
])("the position of a field in the alternative notation is that of its entry: %s", (field, place) => {
	expect(positionIn(reading(), "swarm", field)).toBe(place);
});

test("the position of an unwritten field is that of the service", () => {
	for (const field of ["user", "linuxParameters.tmpfs.4.size", "volumes.1"]) {
		expect(positionIn(reading(), "empty", field)).toBe("2:3");
	}
});

const base = `services:
  shared: {image: b, read_only: false, tmpfs: [/tmp], volumes: ['a1:/a']}
  web:
    image: a
    tmpfs: [/tmp:size=1m]
    volumes:
      - a1:/a
      - {type: tmpfs, target: /c, tmpfs: {size: 1m}}
    logging: {driver: none}
`;
const others = { "other.yaml": base };
const pathIn = (text: string, field: string, name = "web") => {
	const { subjects } = readCompose(aSourceFile(text, others));
	const subject = subjects.find(({ facts }) => facts.kind === "task-definition" && facts.family === name);
	if (subject?.path === undefined) throw new Error(`no service ${name} that can be fixed`);
	return subject.path(field, name)?.join("/") ?? null;
};

describe("the path to edit", () => {
	test.each([
		["image", "services/web/image"],
		["linuxParameters.tmpfs", "services/web/tmpfs"],
		["linuxParameters.tmpfs.0", "services/web/tmpfs/0"],
		["linuxParameters.tmpfs.1", "services/web/volumes/1"],
		["linuxParameters.tmpfs.1.size", "services/web/volumes/1/tmpfs/size"],
		["mountPoints", "services/web/volumes"],
		["mountPoints.0", "services/web/volumes/0"],
		["logConfiguration", "services/web/logging/driver"],
	])("is that of the field: %s", (field, path) => {
		expect(pathIn(base, field)).toBe(path);
	});

	test.each([
		["readonlyRootFilesystem", "read_only"],
		["user", "user"],
		["privileged", "privileged"],
		["linuxParameters.capabilities", "cap_add"],
		["linuxParameters.capabilities.add", "cap_add"],
		["linuxParameters.capabilities.drop", "cap_drop"],
		["environment", "environment"],
		["environment.1", "environment/B"],
		["memory", "mem_limit"],
		["memoryReservation", "mem_reservation"],
		["pidMode", "pid"],
		["ipcMode", "ipc"],
		["networkMode", "network_mode"],
		["runtimePlatform.operatingSystemFamily", "platform"],
		["volumes", "volumes"],
		["mountPoints.2", "secrets/0"],
		["mountPoints.3", "use_api_socket"],
	])("is found for every field of a service: %s", (field, key) => {
		expect(pathIn(full, field)).toBe(`services/web/${key}`);
	});

	test("of an unwritten field is under its key of the service, where the key is known", () => {
		const text = "services: {web: {image: a}}";
		expect(pathIn(text, "readonlyRootFilesystem")).toBe("services/web/read_only");
		expect(pathIn(text, "linuxParameters.tmpfs")).toBe("services/web/tmpfs");
		for (const field of ["linuxParameters.tmpfs.0", "linuxParameters", "user", "mountPoints.0", "read_only", ""]) {
			expect(pathIn(text, field)).toBeNull();
		}
	});

	test.each([
		["a null", "image: a, read_only: null", "readonlyRootFilesystem", "services/web/read_only"],
		["a reset", "image: a, read_only: !reset null", "readonlyRootFilesystem", "services/web/read_only"],
		["an override", "image: a, tmpfs: !override [/a]", "linuxParameters.tmpfs.0", "services/web/tmpfs/!override/0"],
		["one text for a list", "image: a, tmpfs: /a", "linuxParameters.tmpfs.0", "services/web/tmpfs"],
	])("is found for %s", (_, service, field, path) => {
		expect(pathIn(`services: {web: {${service}}}`, field)).toBe(path);
	});

	test("is null for an included file", () => {
		const text = "include: [other.yaml]\nservices: {own: {image: a}}";
		for (const field of ["image", "readonlyRootFilesystem", "linuxParameters.tmpfs", "linuxParameters.tmpfs.0"]) {
			expect(pathIn(text, field)).toBeNull();
		}
		expect(pathIn(text, "image", "own")).toBe("services/own/image");
		expect(pathIn(text, "linuxParameters.tmpfs", "own")).toBe("services/own/tmpfs");
	});

	const extending = (reference: string) => `${base}  own: {extends: ${reference}, volumes: ['b1:/b']}`;
	test.each([
		["shared", "readonlyRootFilesystem", "services/shared/read_only"],
		["shared", "linuxParameters.tmpfs", "services/shared/tmpfs"],
		["shared", "linuxParameters.tmpfs.0", "services/shared/tmpfs/0"],
		["shared", "mountPoints", "services/own/volumes"],
		["shared", "mountPoints.0", "services/shared/volumes/0"],
		["shared", "mountPoints.1", "services/own/volumes/0"],
		["shared", "user", null],
		["web", "readonlyRootFilesystem", "services/own/read_only"],
		["{file: other.yaml, service: shared}", "readonlyRootFilesystem", null],
		["{file: other.yaml, service: shared}", "linuxParameters.tmpfs", null],
		["{file: other.yaml, service: shared}", "mountPoints.0", null],
		["{file: other.yaml, service: shared}", "mountPoints.1", "services/own/volumes/0"],
		["{file: other.yaml, service: web}", "readonlyRootFilesystem", "services/own/read_only"],
		["gone", "readonlyRootFilesystem", "services/own/read_only"],
		["gone", "linuxParameters.tmpfs", "services/own/tmpfs"],
		["gone", "linuxParameters.tmpfs.0", null],
	])("of a service that extends %s is null where the base defines it: %s", (reference, field, path) => {
		expect(pathIn(extending(reference), field, "own")).toBe(path);
	});

	test("of an anchored value is where the service uses the anchor", () => {
		const text = "x-base: &base {read_only: false, tmpfs: [/tmp]}\nservices: {web: {<<: *base, image: a}, db: *base}";
		expect(pathIn(text, "readonlyRootFilesystem")).toBe("services/web/read_only");
		expect(pathIn(text, "linuxParameters.tmpfs.0")).toBe("services/web/tmpfs/0");
		expect(pathIn(text, "readonlyRootFilesystem", "db")).toBe("services/db/read_only");
	});

	test("has no services key in version 1 of the format", () => {
		expect(pathIn("web: {image: a}", "readonlyRootFilesystem")).toBe("web/read_only");
	});

	test("is absent for command lines", () => {
		const { subjects } = readDockerRun(aSourceFile("docker run --read-only=false --tmpfs /a a", {}, nowhere));
		for (const field of ["readonlyRootFilesystem", "linuxParameters.tmpfs", "linuxParameters.tmpfs.0", "image"]) {
			expect(subjects.map((subject) => subject.path?.(field, "run-1"))).toEqual([null]);
		}
	});
});

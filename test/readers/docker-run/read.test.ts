import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readDockerRun } from "../../../readers/docker-run/read.ts";
import { anyText } from "../../support/any-text.ts";
import { aSourceFile, containerIn, positionIn, tasksIn } from "../../support/engine-files.ts";
import { showing } from "../../support/partial-text.ts";

const nowhere = { value: null, at: () => ({ line: 1, column: 1 }) };
const read = (text: string, files: Readonly<Record<string, string>> = {}) =>
	readDockerRun(aSourceFile(text, files, nowhere));
const shell = (name: string, text = `\${${name}}`) => ({
	unresolved: `\${${name}} is only known to the shell`,
	text: showing(text),
});
const mount = (path: unknown, volume: unknown, hostPath: unknown, readOnly: unknown = false) => ({
	path,
	volume,
	hostPath,
	readOnly,
});

describe("the image of a command", () => {
	test.each([
		["nginx:1@sha256:a", "nginx:1@sha256:a"],
		["$IMAGE", shell("IMAGE")],
		["repo:$TAG cmd", { unresolved: "${TAG} is only known to the shell", text: showing("repo:${TAG}") }],
		["${MY_IMAGE} cmd", shell("MY_IMAGE")],
		['"$X" cmd', shell("X")],
		["${X:-nginx:1} cmd", "nginx:1"],
		["$X", shell("X")],
		["$REGISTRY/a@b cmd", { unresolved: "${REGISTRY} is only known to the shell", text: showing("${REGISTRY}/a@b") }],
	])("is read: %s", (words, image) => {
		const reading = read(`docker run --rm ${words}`);
		expect(reading.notes).toEqual([]);
		expect(containerIn(reading, "run-1")).toMatchObject({ image, user: null });
	});

	test.each([
		["$OPTS nginx", "${OPTS} may contain options"],
		['"$@"', "$@ may contain options"],
		['"${OPTS[@]}" nginx', "${OPTS[@]} may contain options"],
		['"${IMAGE_OPTIONS[@]}" nginx', "${IMAGE_OPTIONS[@]} may contain options"],
		["--frobnicate yes nginx", "--frobnicate is not a known option"],
		["-Z nginx", "-Z is not a known option"],
		["-dZ nginx", "-Z is not a known option"],
		["--rm", "the command has no image"],
		["--user", "the command has no image"],
	])("is unknown when the options are not understood: %s", (words, why) => {
		const reading = read(`docker run --privileged ${words}`);
		expect(reading.notes).toEqual([{ at: { line: 1, column: 1 }, text: why }]);
		expect(containerIn(reading, "run-1")).toMatchObject({
			privileged: true,
			image: { unresolved: why },
			readonlyRootFilesystem: { unresolved: why },
			mounts: [{ path: { unresolved: why } }],
		});
	});

	test("is absent when Podman runs a folder", () => {
		const reading = read("podman run --rootfs /srv/root cmd");
		expect(reading.notes).toEqual([]);
		expect(containerIn(reading, "run-1").image).toBeNull();
	});
});

test.each([
	["podman run --read-only img", ["/run", "/tmp", "/var/tmp"]],
	["podman run --read-only --tmpfs /tmp:size=1m -v data:/run img", ["/run", "/var/tmp"]],
	["podman run --read-only --read-only-tmpfs=false img", []],
	["podman run --read-only=false img", []],
	["podman run img", []],
	["docker run --read-only img", []],
])("podman adds tmpfs mounts of its own: %s has %j", (line, paths) => {
	const { mounts } = containerIn(read(line), "run-1");
	expect(Array.isArray(mounts) ? mounts.map(({ path }) => path) : null).toEqual(paths);
});

describe("the commands of a text", () => {
	test.each([
		"docker run img",
		"$ docker run img",
		"sudo docker run img",
		"sudo -E -u root docker run img",
		"/usr/bin/docker container run img",
		"docker.exe run img",
		"docker --context prod -D --log-level=debug run img",
		"docker create img",
		"nerdctl -n k8s.io run img",
		"finch run img",
		"A=1 env B=2 exec docker run img",
		"if true; then docker run img; fi",
		"x && docker run img | tee log",
		"id=$(date); docker run img",
		"CID=$(docker run -d img)",
		"id=`docker run img`",
		'echo "it is $(sudo docker run img)"',
		"until x=$(y $(docker run img)); do z; done",
		"# comment\n\n docker \\\n run \\\n img",
	])("include %j", (text) => {
		const { subjects } = read(text);
		expect(subjects.map(({ facts }) => facts.arn)).toEqual(["compose.yaml"]);
		expect(containerIn(read(text), "run-1").image).toBe("img");
	});

	test.each([
		"",
		"docker ps",
		"docker compose run web",
		"echo docker run img",
		"# docker run img",
		"docker",
		"mydocker run img",
		"'docker run img'",
	])("do not include %j", (text) => {
		expect(() => read(text)).toThrow("compose.yaml:1:1: no command runs a container; write docker run …");
	});

	test("have unique names and can take over each other's volumes", () => {
		const text =
			"docker run --name web -v data:/d img\ndocker run --volumes-from web:ro img\n\n  docker run --name web img\ndocker run --name '' img";
		const reading = read(text);
		expect(reading.subjects.map(({ facts }) => facts.arn)).toEqual(
			["web", "run-2", "web-3", "run-4"].map((name) => `compose.yaml#${name}`),
		);
		expect(containerIn(reading, "run-2").mounts).toEqual([mount("/d", "data", null, true)]);
		expect(tasksIn(reading)["run-2"]?.neighbours).toEqual([]);
		expect(positionIn(reading, "web-3", "user")).toBe("4:3");
	});

	test("include those in substitutions, in the order of the text", () => {
		const reading = read("docker run a\nX=$(docker run --privileged b; `docker run $(docker run c) d`)\ndocker run e");
		const images = Object.values(tasksIn(reading)).map(({ containers }) => containers);
		expect(images.map((containers) => (Array.isArray(containers) ? containers[0]?.image : null))).toEqual([
			"a",
			"b",
			{ unresolved: "$(…) may contain options" },
			"c",
			"e",
		]);
		expect(positionIn(reading, "run-2", "privileged")).toBe("2:16");
	});

	test("have a position for every option", () => {
		const reading = read(
			"docker run --read-only \\\n  --tmpfs /tmp -v a1:/a \\\n  --tmpfs /run -v b1:/b --user 1 --net host --cap-add X img",
		);
		const at = (field: string) => positionIn(reading, "run-1", field);
		const fields = [
			"readonlyRootFilesystem",
			"linuxParameters.tmpfs",
			"linuxParameters.tmpfs.1.size",
			"mountPoints.0",
			"mountPoints.1",
		];
		expect(fields.map(at)).toEqual(["1:12", "2:3", "3:3", "2:16", "3:16"]);
		expect(["user", "networkMode", "linuxParameters.capabilities.add", "image", "memory"].map(at)).toEqual([
			"3:25",
			"3:34",
			"3:45",
			"3:57",
			"1:1",
		]);
	});

	test("are read whatever the text contains", () => {
		const word = fc.constantFrom(
			"docker run",
			"--tmpfs",
			"-v",
			"-it",
			"$X",
			"a:b",
			"--mount",
			"type=tmpfs,",
			"'",
			'"',
			"\n",
			"img",
			"--read-only=",
		);
		fc.assert(
			fc.property(fc.array(fc.oneof(word, anyText), { maxLength: 8 }), (words) => {
				expect(read(`docker run ${words.join(" ")}`).subjects.length).toBeGreaterThan(0);
			}),
		);
	});
});

test("a text with more than 1000 commands is refused", () => {
	expect(read("docker run nginx\n".repeat(1_000)).subjects).toHaveLength(1_000);
	expect(() => read("docker run nginx\n".repeat(1_001))).toThrow(
		":1001:1: more than 1000 commands run a container; split the file",
	);
});

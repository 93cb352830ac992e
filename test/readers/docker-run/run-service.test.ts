import { describe, expect, test } from "@jest/globals";
import type { TaskDefinitionFacts } from "../../../core/facts.ts";
import { readDockerRun } from "../../../readers/docker-run/read.ts";
import { aSourceFile, containerIn, positionIn, tasksIn } from "../../support/engine-files.ts";
import { showing } from "../../support/partial-text.ts";

const nowhere = { value: null, at: () => ({ line: 1, column: 1 }) };
const read = (text: string, files: Readonly<Record<string, string>> = {}) =>
	readDockerRun(aSourceFile(text, files, nowhere));
const run = (options: string) => containerIn(read(`docker run --name web ${options} img cmd -u root`), "web");
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

describe("the options of docker run", () => {
	const container: readonly (readonly [string, object])[] = [
		[
			"",
			{ image: "img", readonlyRootFilesystem: null, privileged: null, user: null, logDriver: null, memoryMiB: null },
		],
		["--read-only", { readonlyRootFilesystem: true }],
		["--read-only=true", { readonlyRootFilesystem: true }],
		["--read-only=0", { readonlyRootFilesystem: false }],
		["--read-only=$X", { readonlyRootFilesystem: shell("X") }],
		["--read-only --read-only=F", { readonlyRootFilesystem: false }],
		["--privileged", { privileged: true }],
		["--privileged=False", { privileged: false }],
		["-u 1000:1000", { user: "1000:1000" }],
		["-u=app", { user: "app" }],
		["-uapp", { user: "app" }],
		["--user root --user app", { user: "app" }],
		[
			'--user "$(id -u):$G"',
			{
				user: {
					unresolved: "$(…) is only known to the shell, ${G} is only known to the shell",
					text: showing("$(…):${G}"),
				},
			},
		],
		["-m 512m", { memoryMiB: 512 }],
		["--memory=1g --memory-reservation 64m", { memoryMiB: 1024, memoryReservationMiB: 64 }],
		["--memory 0", { memoryMiB: null }],
		["--cap-add ALL --cap-drop=NET_RAW", { capabilities: { add: ["ALL"], drop: ["NET_RAW"] } }],
		["--cap-add A,B --cap-add C", { capabilities: { add: ["A", "B", "C"], drop: [] } }],
		["--log-driver none", { logDriver: "none" }],
		[
			"-e A=1 -eB=2 --env C",
			{
				environment: [{ name: "A" }, { name: "B" }, { name: "C", value: null }],
			},
		],
		["-e A=$X", { environment: [{ name: "A", value: { unresolved: "${X} is only known to the shell" } }] }],
		[
			"-it --rm -d --init -p 80:80 -p8080:80 --restart=always --security-opt no-new-privileges -l a=b -w / -h host",
			{ image: "img" },
		],
		["-itu app", { user: "app", image: "img" }],
		["-itd=false", { image: "img" }],
		[
			"--gpus all --ulimit nofile=1 --network-alias x --health-cmd 'curl x' --pull always --platform linux/arm64",
			{ image: "img" },
		],
		["--new-option=x", { image: "img" }],
		["--", { image: "img" }],
	];
	test.each(container)("give the facts of the container: %s", (options, facts) => {
		expect(run(options)).toMatchObject(facts);
	});

	const mounts: readonly (readonly [string, unknown])[] = [
		["-v data:/data", [mount("/data", "data", null)]],
		["-v /data", [mount("/data", null, null)]],
		["--volume=./a:/a:ro", [mount("/a", null, "./a", true)]],
		["-v $(pwd):/app", [mount("/app", null, "$(pwd)")]],
		["-v `pwd`/x:/app:ro", [mount("/app", null, "$(pwd)/x", true)]],
		['-v "$PWD/x y:/app"', [mount("/app", null, "${PWD}/x y")]],
		[
			"-v $X:/app:ro",
			[
				mount(
					"/app",
					{ unresolved: "${X} is only known to the shell" },
					{ unresolved: "${X} is only known to the shell" },
					true,
				),
			],
		],
		["-v /var/run/docker.sock:/var/run/docker.sock", [mount("/var/run/docker.sock", null, "/var/run/docker.sock")]],
		["--mount type=bind,source=/etc,target=/e,readonly", [mount("/e", null, "/etc", true)]],
		["--mount type=bind,src=/etc,dst=/e,ro=false", [mount("/e", null, "/etc")]],
		["--mount src=data,destination=/d", [mount("/d", "data", null)]],
		["--mount 'type=volume,dst=/d'", [mount("/d", null, null)]],
		["--mount type=bind,src=$X,dst=/d,ro=1", [mount("/d", null, shell("X"), true)]],
		[
			"--mount 'type=volume,dst=/d,volume-opt=type=none,volume-opt=device=/srv,\"volume-opt=o=bind,x\"'",
			[mount("/d", null, "/srv")],
		],
		["--mount type=volume,dst=/d,volume-opt=type=none,volume-opt=device=/srv", [mount("/d", null, "/srv")]],
		["--mount type=volume,dst=/d,volume-opt=type=ext4,volume-opt=device=/dev/sda1", [mount("/d", null, "/dev/sda1")]],
		["--mount type=volume,dst=/d,volume-opt=type=nfs,volume-opt=device=:/srv", [mount("/d", null, null)]],
		["--mount type=image,src=a,dst=/d", [mount("/d", null, null, true)]],
		["--mount $X", [mount({ unresolved: "the volume has no target" }, null, null)]],
		["--volumes-from other:ro", [{ path: { unresolved: "volumes_from other" }, readOnly: true }]],
		["--use-api-socket", [mount("/var/run/docker.sock", null, "/var/run/docker.sock")]],
	];
	test.each(mounts)("give its mounts: %s", (options, expected) => {
		expect(run(options)).toMatchObject({ mounts: expected, tmpfs: [] });
	});

	test.each([
		["--tmpfs /tmp", { path: "/tmp", sizeMiB: null, options: [] }],
		["--tmpfs=/tmp:size=64m,exec", { path: "/tmp", sizeMiB: 64, options: ["size=64m", "exec"] }],
		["--tmpfs /tmp:size=$X", { path: "/tmp", sizeMiB: shell("X"), options: ["size=${X}"] }],
		["--mount type=tmpfs,dst=/tmp,tmpfs-size=64m,tmpfs-mode=1777", { path: "/tmp", sizeMiB: 64, options: [] }],
	])("give its tmpfs mounts: %s", (options, tmpfs) => {
		expect(run(options)).toMatchObject({ mounts: [], tmpfs: [tmpfs] });
	});

	const task: readonly (readonly [string, Partial<TaskDefinitionFacts>])[] = [
		["--pid host --ipc=host", { pidMode: "host", ipcMode: "host" }],
		["--net host", { networkMode: "host" }],
		["--network=host --network other", { networkMode: "host" }],
		["--network other --network host", { networkMode: "host" }],
		["--network one --network two", { networkMode: "one" }],
		["--network name=host,alias=x", { networkMode: "host" }],
		["--isolation hyperv", { operatingSystem: "windows" }],
		["--platform windows/amd64", { operatingSystem: "windows" }],
		["-v 'data:C:\\data'", { operatingSystem: "windows" }],
	];
	test.each(task)("give the facts of the task: %s", (options, facts) => {
		expect(tasksIn(read(`docker run ${options} img`))["run-1"]).toMatchObject(facts);
	});

	test("name a raw environment file that may be missing", () => {
		const reading = read("docker run --env-file a.env --env-file gone.env -e B=2 img", { "a.env": 'A="1"' });
		expect(containerIn(reading, "run-1").environment).toMatchObject([
			{ name: "A" },
			{ name: "any secret", value: { unresolved: "env_file gone.env cannot be read (there is no such file)" } },
			{ name: "B" },
		]);
		expect(reading.notes).toEqual([
			{ at: { line: 1, column: 29 }, text: "env_file gone.env cannot be read (there is no such file)" },
		]);
	});
});

describe("the position of an option", () => {
	const at = (options: string, field: string) =>
		positionIn(read(`docker run --rm \\\n${options} \\\nimg`), "run-1", field);

	test.each([
		["--user app", "user"],
		["--memory 1g", "memory"],
		["--memory-reservation 1g", "memoryReservation"],
		["--pid host", "pidMode"],
		["--ipc host", "ipcMode"],
		["--platform linux", "runtimePlatform.operatingSystemFamily"],
		["--log-driver none", "logConfiguration"],
		["--read-only", "readonlyRootFilesystem"],
		["--privileged", "privileged"],
		["--use-api-socket", "mountPoints.0"],
		["--tmpfs /a", "linuxParameters.tmpfs"],
		["--tmpfs /a", "linuxParameters.tmpfs.0"],
		["--volume a1:/a", "mountPoints"],
		["--mount src=a,dst=/a", "mountPoints.0"],
		["--mount type=tmpfs,dst=/a", "linuxParameters.tmpfs.0"],
		["--env A=1", "environment.0"],
		["--env-file gone.env", "environment.0"],
		["--cap-add A", "linuxParameters.capabilities.add"],
		["--cap-drop A", "linuxParameters.capabilities.drop"],
		["--volumes-from other", "mountPoints.0"],
		["--network host", "networkMode"],
		["--net host", "networkMode"],
	])("is found for its fact: %s (%s)", (options, field) => {
		expect(at(options, field)).toBe("2:1");
	});

	test.each([
		["--user root --user app", "user", "2:13"],
		["--read-only --read-only=false", "readonlyRootFilesystem", "2:13"],
		["--network host --network other", "networkMode", "2:1"],
		["--network other --network host", "networkMode", "2:17"],
		["--tmpfs /a --tmpfs /b", "linuxParameters.tmpfs", "2:1"],
		["--tmpfs /a --tmpfs /b", "linuxParameters.tmpfs.1", "2:12"],
		["-v a1:/a --mount src=b1,dst=/b", "mountPoints.1", "2:10"],
		["--cap-add A,B --cap-add C", "linuxParameters.capabilities.add", "2:1"],
		["-e A=1 -e B=2 -e C=3", "environment.2", "2:15"],
		["-e A=1", "image", "3:1"],
		["-e A=1", "user", "1:1"],
		["-e A=1", "mountPoints.0", "1:1"],
	])("is found for its entry: %s (%s at %s)", (options, field, place) => {
		expect(at(options, field)).toBe(place);
	});
});

test.each([
	"--restart always --hostname a --workdir /a --entrypoint b --label user=c",
	"--net name=host,alias=web --users=root --toString=a --constructor=b",
])("options that do not concern the container are ignored: %s", (options) => {
	const nothing = { user: null, privileged: null, readonlyRootFilesystem: null, logDriver: null, memoryMiB: null };
	expect(run(options)).toMatchObject({ ...nothing, mounts: [], tmpfs: [], environment: [] });
});

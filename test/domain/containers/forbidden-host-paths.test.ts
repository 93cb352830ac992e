import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { findForbiddenHostPath, normalizeHostPath } from "../../../domain/containers/forbidden-host-paths.ts";

describe("forbidden host paths", () => {
	test.each(["/", "//", "/.", "/..", "/etc/..", "/srv/../", "C:\\", "c:/", "C:", "C:\\Users\\..", "c:\\\\"])(
		"%s is the whole file system",
		(path) => {
			expect(findForbiddenHostPath(path)).toEqual({
				severity: "CRITICAL",
				description: "its entire file system",
				allowsSubpaths: true,
			});
		},
	);

	test.each([
		"/var/run/docker.sock",
		"/run/docker.sock",
		"/run//docker.sock/",
		"/run/./docker.sock",
		"/var/../run/docker.sock",
		"/var/run/docker.sock.raw",
		"/run/user/1000/docker.sock",
		"/home/me/.docker/run/docker.sock",
		"~/.docker/run/docker.sock",
		"docker.sock",
		"/var/run/dockershim.sock",
		"/run/cri-dockerd.sock",
		"/run/containerd/containerd.sock",
		"/run/containerd/containerd.sock.ttrpc",
		"/run/k3s/containerd/containerd.sock",
		"/var/run/crio/crio.sock",
		"/run/podman/podman.sock",
		"/run/buildkit/buildkitd.sock",
		"\\\\.\\pipe\\docker_engine",
		"//./pipe/docker_engine",
		"\\\\.\\PIPE\\Docker_Engine",
		"\\\\.\\pipe\\containerd-containerd",
		"\\\\.\\pipe\\podman-machine-default",
		"\\\\.\\pipe\\crio",
	])("%s is a container runtime socket", (path) => {
		expect(findForbiddenHostPath(path)).toEqual({
			severity: "CRITICAL",
			description: "a container runtime socket",
			allowsSubpaths: false,
		});
	});

	test.each([
		"/run",
		"/var/run",
		"/var/run/",
		"/run/docker",
		"/run/docker/containerd",
		"/run/containerd",
		"/run/containerd/io.containerd.runtime.v2.task",
		"/run/containerd-shim",
		"/run/crio",
		"/run/podman",
		"/run/buildkit",
		"/run/k3s",
		"/run/k3s/containerd",
		"/run/user",
		"/run/user/1000",
		"/run/user/1000/podman",
		"/run/user/1000/docker",
	])("%s is a folder of container runtime sockets", (path) => {
		expect(findForbiddenHostPath(path)).toEqual({
			severity: "CRITICAL",
			description: "where container runtimes keep their sockets",
			allowsSubpaths: false,
		});
	});

	test.each(["/etc", "/etc/", "/etc/nginx/..", "C:\\Windows", "c:/windows/"])("%s is system configuration", (path) => {
		expect(findForbiddenHostPath(path)).toEqual({
			severity: "HIGH",
			description: "its system configuration",
			allowsSubpaths: true,
		});
	});

	test.each([
		"/proc",
		"/proc/1/root",
		"/proc/",
		"/sys",
		"/sys/kernel/debug",
		"/sys/fs",
		"/sys/fs/bpf",
		"/sys/fs/cgroups",
		"/sys/fs/cgroup/..",
	])("%s is a path of the kernel", (path) => {
		expect(findForbiddenHostPath(path)).toEqual({
			severity: "HIGH",
			description: "its process and kernel interfaces",
			allowsSubpaths: false,
		});
	});

	test.each([
		"/etc/localtime",
		"/etcetera",
		"/usr",
		"/usr/share/zoneinfo",
		"/sys/fs/cgroup",
		"/sys/fs/cgroup/memory",
		"/system",
		"/processes",
		"/srv",
		"/srv/proc",
		"/srv/etc",
		"/var",
		"/var/runner",
		"/var/run/datadog",
		"/run/secrets",
		"/running",
		"/run/dockers",
		"/run/docker/plugins",
		"/run/user/1000/bus",
		"/var/lib/docker/containers",
		"/srv/docker.sock/data",
		"/srv/my-docker.sock",
		"/srv/docker.sock.bak",
		"/srv/dockerxsock",
		"./etc",
		"etc",
		"../..",
		".",
		"~",
		"./proc",
		"srv//./pipe/docker_engine",
		"srv/c:/windows",
		"/srv/run",
		"/srv/c:",
		"C:\\data",
		"C:\\Windows\\Fonts",
		"D:\\",
		"D:\\Windows",
		"\\\\.\\pipe\\mysql",
		"\\\\.\\pipe\\my-docker",
		"C:\\srv\\proc",
		"/PROC",
		"/Etc",
		"",
	])("%s is not forbidden", (path) => {
		expect(findForbiddenHostPath(path)).toBeNull();
	});
});

test.each([
	["/var/run/x", "/run/x"],
	["/var/run", "/run"],
	["/var/runs", "/var/runs"],
	["/srv/var/run", "/srv/var/run"],
	["/a/../../b", "/b"],
	["/a/b/../c/./d//", "/a/c/d"],
	["./a/../b", "./a/../b"],
	["C:\\Data\\..\\Logs", "c:/logs"],
	["D:", "d:/"],
	["\\\\.\\pipe\\X", "//./pipe/x"],
	["\\srv", "\\srv"],
	["/Srv", "/Srv"],
	["/Srv//./pipe/X", "/Srv/pipe/X"],
	["/Srv/C:/..", "/Srv"],
])("normalizes %s to %s", (path, canonical) => {
	expect(normalizeHostPath(path)).toBe(canonical);
});

test("normalizing a path twice gives the same path", () => {
	const segment = fc.constantFrom("var", "run", "etc", "..", ".", "", "a", "docker.sock");
	fc.assert(
		fc.property(fc.array(segment), fc.constantFrom("/", "C:/", "C:\\", "", "//./pipe/"), (segments, start) => {
			const canonical = normalizeHostPath(`${start}${segments.join("/")}`);
			expect(normalizeHostPath(canonical)).toBe(canonical);
		}),
	);
});

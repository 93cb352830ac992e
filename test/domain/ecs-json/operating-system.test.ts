import { expect, test } from "@jest/globals";
import { parsePlaceholders } from "../../../core/placeholders.ts";
import { operatingSystemOf } from "../../../domain/ecs-json/operating-system.ts";

const container = (fields: object) => ({ containerDefinitions: [fields] });
const spec = { dockerSecurityOptions: ["credentialspec:file://app.json"] };

test.each([
	["nothing said is Linux", container({}), "linux"],
	["LINUX", { runtimePlatform: { operatingSystemFamily: "LINUX" } }, "linux"],
	["a Windows family", { runtimePlatform: { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" } }, "windows"],
	[
		"a Windows family that is not there yet",
		{ runtimePlatform: { operatingSystemFamily: "WINDOWS_SERVER_2031" } },
		"windows",
	],
	[
		"a family decides, whatever else is said",
		{ ...container(spec), runtimePlatform: { operatingSystemFamily: "LINUX" } },
		"linux",
	],
	["only an architecture", { ...container({}), runtimePlatform: { cpuArchitecture: "ARM64" } }, "linux"],
	["a credential spec", container(spec), "windows"],
	[
		"a credential spec in its own field",
		container({ credentialSpecs: ["credentialspec:arn:aws:s3:::b/k"] }),
		"windows",
	],
	["a domainless one", container({ credentialSpecs: ["credentialspecdomainless:arn:aws:ssm:x"] }), "windows"],
	["another security option", container({ dockerSecurityOptions: ["no-new-privileges"] }), "linux"],
	["a drive in a mount", container({ mountPoints: [{ containerPath: "C:\\data" }] }), "windows"],
	["a drive of the host", { volumes: [{ name: "v", host: { sourcePath: "D:\\data" } }] }, "windows"],
	["a drive in a command", container({ command: ["New-Item -Path C:\\inetpub\\x"] }), "windows"],
	["a drive to work in", container({ workingDirectory: "C:\\app" }), "windows"],
	["a drive in a health check", container({ healthCheck: { command: ["CMD", "C:\\app\\ok.exe"] } }), "windows"],
	["a drive with slashes in a mount", container({ mountPoints: [{ containerPath: "c:/data" }] }), "windows"],
	["a drive with slashes in a command", container({ command: ["C:/app/run.exe"] }), "windows"],
	["a pipe of the host", { volumes: [{ name: "v", host: { sourcePath: "\\\\.\\pipe\\docker_engine" } }] }, "windows"],
	["a pipe with slashes", container({ mountPoints: [{ containerPath: "//./pipe/docker_engine" }] }), "windows"],
	[
		"a drive beside Linux parameters that are false",
		container({ mountPoints: [{ containerPath: "C:\\data" }], linuxParameters: { initProcessEnabled: false } }),
		"windows",
	],
	[
		"a drive beside empty capabilities",
		container({
			mountPoints: [{ containerPath: "C:\\data" }],
			linuxParameters: { capabilities: { add: [], drop: null } },
		}),
		"windows",
	],
	[
		"a drive beside capabilities",
		container({ workingDirectory: "C:\\app", linuxParameters: { capabilities: { add: ["SYS_PTRACE"] } } }),
		"linux",
	],
	["a colon as sed's delimiter", container({ command: ["sed", "-i", "s:/old:/new:", "/etc/app.conf"] }), "linux"],
	["something that only looks like a drive", container({ command: ["http://x:80/a", "abc:\\n"] }), "linux"],
	["on Fargate, Windows must be said", { ...container(spec), requiresCompatibilities: ["FARGATE"] }, "linux"],
	["compatibilities, which are not considered", { ...container(spec), compatibilities: ["EC2", "FARGATE"] }, "windows"],
	[
		"a Linux container with a credential spec",
		container({ ...spec, linuxParameters: { initProcessEnabled: true } }),
		"linux",
	],
	["a Linux path beside a credential spec", container({ ...spec, mountPoints: [{ containerPath: "/data" }] }), "linux"],
	["a Windows image", container({ image: "mcr.microsoft.com/windows/nanoserver:ltsc2022" }), "windows"],
	["another image", container({ image: "mcr.microsoft.com/dotnet/aspnet:8.0" }), "linux"],
	[
		"a partly known Windows image",
		container({
			image: {
				unresolved: "Ref Tag has no default",
				text: parsePlaceholders("mcr.microsoft.com/windows/servercore:${Tag}"),
			},
		}),
		"windows",
	],
	[
		"a Windows image on Fargate",
		{ ...container({ image: "golang:nanoserver" }), requiresCompatibilities: ["FARGATE"] },
		"linux",
	],
	[
		"a Windows image beside Linux parameters",
		container({ image: "golang:nanoserver", linuxParameters: { initProcessEnabled: true } }),
		"linux",
	],
	["empty Linux parameters", container({ ...spec, linuxParameters: { tmpfs: [], devices: null } }), "windows"],
])("reads the operating system of %s", (_, definition, expected) => {
	expect(operatingSystemOf(definition)).toBe(expected);
});

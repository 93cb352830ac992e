import fc from "fast-check";
import type { ContainerModel } from "./renderings.ts";

const path = fc.constantFrom("/tmp", "/run", "/data", "/usr/bin", "/etc/app/conf.d", "/var/cache/x", "/var/lib/mysql");
const locked = ["noexec", "nosuid", "nodev"];
/** Compliant and non-compliant containers, with every property that the four formats have in common. */
export const containerModel: fc.Arbitrary<ContainerModel> = fc.record({
	image: fc.constantFrom("nginx", "nginx:latest", "team/app:1.4.2", `team/app@sha256:${"a".repeat(64)}`, "host:5000/x"),
	readOnly: fc.constantFrom(true, false, null),
	privileged: fc.constantFrom(true, false, null),
	user: fc.constantFrom("0", "root", "1000", "1000:0", "root:wheel", null),
	memory: fc.constantFrom(128, 512, 4096, null),
	tmpfs: fc.array(
		fc.record({
			path,
			size: fc.constantFrom(16, 64, 200),
			options: fc.constantFrom(locked, [...locked, "exec"], ["nodev", "noexec", "suid", "nosuid"]),
		}),
		{ maxLength: 2 },
	),
	mounts: fc.array(
		fc.record({
			path,
			hostPath: fc.constantFrom("/", "/etc/app", "/var/run/docker.sock", "/srv/data", null),
			readOnly: fc.boolean(),
		}),
		{ maxLength: 2 },
	),
	environment: fc.constantFrom<Record<string, string>[]>(
		{},
		{ LOG_LEVEL: "info" },
		{ DB_PASSWORD: "hunter2hunter2" },
		{ TOKEN_TTL_SECONDS: "60", DATABASE_URL: "postgres://u:p4ssw0rd@db/x" },
		{ KEY_FILE: "/run/secrets/key" },
	),
	logDriver: fc.constantFrom("awslogs", "json-file", "none"),
	add: fc.constantFrom([], ["NET_ADMIN"], ["CAP_CHOWN"]),
	drop: fc.constantFrom([], ["ALL"]),
	pidMode: fc.constantFrom("host", null),
	ipcMode: fc.constantFrom("host", "none", null),
	networkMode: fc.constantFrom("host", "bridge", "none", null),
});

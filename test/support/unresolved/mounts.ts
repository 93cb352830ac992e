import fc from "fast-check";
import { anyOf, itself, known, listOf, orOpen, textList, textOf, together } from "./slots.ts";

const from = fc.constantFrom;
const flag = anyOf(from(true, false));
const one = { maxLength: 1 };

const path = fc.oneof(
	anyOf(from("/tmp", "/usr/bin", "/etc", "/data", "x", "/a/../b", "/var/cache/app", "/etc/app/conf", "/")),
	textOf(
		[
			...[
				["/usr/bin/", null],
				["/usr/", null],
				["/dev/", null],
				["/lib", null],
				["/bin", null],
				["/etc/", null],
			],
			...[["/var/cache/", null], ["x", null], [null, "/conf"], ["/a/../", null], [null]],
		],
		from("", "x", "shm", "shm/x", "bin", "lib", "../b", "/../b", "conf", "/conf", "/srv"),
	),
);
const size = anyOf(from(0, 1, 64, 256, 1024, -1, 20_000, null));
const words = from("noexec", "nosuid", "nodev", "exec", "ro", "rw", "suid", "dev");
const options = fc.oneof(
	anyOf(from([], ["noexec", "nosuid", "nodev"], ["noexec", "nosuid", "nodev", "ro"], ["exec"], ["rw", "ro"])),
	textList(words, { maxLength: 4 }),
);
const fixed = { sizeMiB: known(from(64)) };

/** For what they allow. */
export const tmpfs = orOpen(listOf(together({ ...fixed, path: known(from("/tmp")), options }, itself)));
/** For where they are. */
export const targets = orOpen(listOf(together({ ...fixed, path, options: known(from([])) }, itself), one));
/** For how large they are. */
export const smallTmpfs = orOpen(
	listOf(together({ path: known(from("/tmp", "/run")), sizeMiB: size, options: known(from([])) }, itself)),
);

const hostPath = fc.oneof(
	anyOf(from(null, "/", "/srv", "/srv/db", "/sys/kernel", "/etc/localtime", "/proc/x", "/var/run/docker.sock")),
	textOf(
		[
			["/srv/", null],
			["/var/run/", null],
			["./", null],
		],
		from("x", "db", "docker.sock", "a/b"),
	),
	textOf(
		[
			["/proc/", null],
			["/sys/", null],
			["/sys/kernel/", null],
		],
		from("x", "fs/cgroup", "kernel", "kernel/x"),
	),
	textOf([[null, "/db"]], from("/srv", "/proc", "/var/run", ".")),
);
const volume = fc.oneof(
	anyOf(from(null, "data", "config")),
	textOf([["conf-", null], ["data-", null], ["conf", null], [null]], from("a", "ssl", "ig")),
);
/** A path of the host is a volume without a name. */
const hostMount = together({ path, volume: known(from(null)), hostPath, readOnly: flag }, itself);
const volumeMount = together({ path, volume, hostPath: known(from(null)), readOnly: flag }, itself);
const mount = fc.oneof(hostMount, volumeMount);

/** One is enough: another container has one as well. */
export const mounts = orOpen(listOf(mount, one));

/** The mounts of a container, for whether it can write. */
export const rootWriters = together(
	{
		tmpfs: orOpen(listOf(together({ ...fixed, path: known(from("/tmp")), options }, itself), one)),
		mounts: orOpen(listOf(volumeMount, one)),
	},
	itself,
);

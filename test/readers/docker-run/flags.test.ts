import { describe, expect, test } from "@jest/globals";
import { isGlobalSwitch, longName, takesValue } from "../../../readers/docker-run/flags.ts";

const each = (text: string): readonly string[] => text.trim().split(/\s+/);

describe("an option without a value", () => {
	const docker = `detach disable-content-trust help init interactive no-healthcheck oom-kill-disable privileged publish-all
		quiet read-only rm sig-proxy tty use-api-socket`;
	const podman =
		"env-host http-proxy no-hostname no-hosts passwd read-only-tmpfs replace rmi rootfs tls-verify unsetenv-all";
	test.each([...each(docker), ...each(podman)])("is known: --%s", (name) => {
		expect(takesValue(name)).toBe(false);
	});
});

describe("an option with a value", () => {
	const docker = `add-host annotation attach blkio-weight blkio-weight-device cap-add cap-drop cgroup-parent cgroupns cidfile
		cpu-count cpu-percent cpu-period cpu-quota cpu-rt-period cpu-rt-runtime cpu-shares cpus cpuset-cpus cpuset-mems
		detach-keys device device-cgroup-rule device-read-bps device-read-iops device-write-bps device-write-iops dns dns-opt
		dns-option dns-search domainname entrypoint env env-file expose gpus group-add health-cmd health-interval
		health-retries health-start-interval health-start-period health-timeout hostname io-maxbandwidth io-maxiops ip ip6
		ipc isolation kernel-memory label label-file link link-local-ip log-driver log-opt mac-address memory
		memory-reservation memory-swap memory-swappiness mount name net net-alias network network-alias oom-score-adj pid
		pids-limit platform publish pull restart runtime security-opt shm-size stop-signal stop-timeout storage-opt sysctl
		tmpfs ulimit user userns uts volume volume-driver volumes-from workdir`;
	const podman = `arch authfile cert-dir cgroup-conf cgroups chrootdirs conmon-pidfile creds decryption-key env-merge gidmap
		group-entry health-log-destination health-max-log-count health-max-log-size health-on-failure health-startup-cmd
		health-startup-interval health-startup-retries health-startup-success health-startup-timeout hosts-file hostuser
		image-volume init-path log-level os passwd-entry personality pidfile pod pod-id-file preserve-fd preserve-fds
		rdt-class requires retry retry-delay rootfs-propagation sdnotify seccomp-policy secret shm-size-systemd
		signature-policy subgidname subuidname systemd timeout tz uidmap umask unsetenv variant`;
	const nerdctl = "init-binary ipfs-address verify cosign-key bypass4netns rdt-clos";
	test.each([...each(docker), ...each(podman), ...each(nerdctl)])("is known: --%s", (name) => {
		expect(takesValue(name)).toBe(true);
	});
});

test.each(["", "vol", "volumes", "readonly", "READ-ONLY", "e", "v", "rm ", "privilege", "constructor", "toString"])(
	"--%s is not a known option",
	(name) => {
		expect(takesValue(name)).toBeNull();
	},
);

test.each([
	["a", "attach", true],
	["c", "cpu-shares", true],
	["d", "detach", false],
	["e", "env", true],
	["h", "hostname", true],
	["i", "interactive", false],
	["l", "label", true],
	["m", "memory", true],
	["p", "publish", true],
	["P", "publish-all", false],
	["q", "quiet", false],
	["t", "tty", false],
	["u", "user", true],
	["v", "volume", true],
	["w", "workdir", true],
])("-%s is --%s and takes a value: %s", (short, long, valued) => {
	expect(longName(short)).toBe(long);
	expect(takesValue(long)).toBe(valued);
});

test.each(["", "A", "D", "V", "W", "b", "z", "vol", "constructor", "toString"])(
	"-%s is not a known option",
	(short) => {
		expect(longName(short)).toBeNull();
	},
);

describe("an option before run", () => {
	test.each(["-D", "--debug", "--tls", "--tlsverify", "-r", "--remote", "--insecure-registry"])(
		"takes no value: %s",
		(word) => {
			expect(isGlobalSwitch(word)).toBe(true);
		},
	);

	test.each(["", "-d", "-R", "debug", "--context", "-c", "-H", "--host", "-l", "--log-level", "--tlscacert", "--url"])(
		"takes a value: %s",
		(word) => {
			expect(isGlobalSwitch(word)).toBe(false);
		},
	);
});

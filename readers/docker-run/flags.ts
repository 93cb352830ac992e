/**
 * The options of `docker run`, `podman run` and `nerdctl run`, which must be known to find the image after them.
 * https://docs.docker.com/reference/cli/docker/container/run/#options,
 * https://docs.podman.io/en/latest/markdown/podman-run.1.html,
 * https://github.com/containerd/nerdctl/blob/main/docs/command-reference.md; read 2026-11-21.
 */
const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Options without a value: `--rm`, `--read-only=false`. */
const switches = new Set(
	words(`
		detach disable-content-trust help init interactive no-healthcheck oom-kill-disable privileged publish-all quiet
		read-only rm sig-proxy tty use-api-socket
		env-host http-proxy no-hostname no-hosts passwd read-only-tmpfs replace rmi rootfs tls-verify unsetenv-all
	`),
);

/** Options with a value in the next word or after `=`. */
const withValue = new Set(
	words(`
		add-host annotation attach blkio-weight blkio-weight-device cap-add cap-drop cgroup-parent cgroupns cidfile
		cpu-count cpu-percent cpu-period cpu-quota cpu-rt-period cpu-rt-runtime cpu-shares cpus cpuset-cpus cpuset-mems
		detach-keys device device-cgroup-rule device-read-bps device-read-iops device-write-bps device-write-iops
		dns dns-opt dns-option dns-search domainname entrypoint env env-file expose gpus group-add
		health-cmd health-interval health-retries health-start-interval health-start-period health-timeout hostname
		io-maxbandwidth io-maxiops ip ip6 ipc isolation kernel-memory label label-file link link-local-ip log-driver log-opt
		mac-address memory memory-reservation memory-swap memory-swappiness mount name net net-alias network network-alias
		oom-score-adj pid pids-limit platform publish pull restart runtime security-opt shm-size stop-signal stop-timeout
		storage-opt sysctl tmpfs ulimit user userns uts volume volume-driver volumes-from workdir
		arch authfile cert-dir cgroup-conf cgroups chrootdirs conmon-pidfile creds decryption-key env-merge gidmap group-entry
		health-log-destination health-max-log-count health-max-log-size health-on-failure health-startup-cmd
		health-startup-interval health-startup-retries health-startup-success health-startup-timeout hosts-file hostuser
		image-volume init-path ip6 log-level os passwd-entry personality pidfile pod pod-id-file preserve-fd preserve-fds
		rdt-class rdt-clos requires retry retry-delay rootfs-propagation sdnotify seccomp-policy secret shm-size-systemd
		signature-policy subgidname subuidname systemd timeout tz uidmap umask unsetenv variant
		init-binary ipfs-address verify cosign-key bypass4netns
	`),
);

/** Short options and their long forms; Podman has the same as Docker. */
const shorts: Readonly<Record<string, string>> = {
	a: "attach",
	c: "cpu-shares",
	d: "detach",
	e: "env",
	h: "hostname",
	i: "interactive",
	l: "label",
	m: "memory",
	p: "publish",
	P: "publish-all",
	q: "quiet",
	t: "tty",
	u: "user",
	v: "volume",
	w: "workdir",
};

export const longName = (short: string): string | null =>
	Object.hasOwn(shorts, short) ? (shorts[short] ?? null) : null;

/** Whether an option takes a value; null for an unknown option. */
export function takesValue(name: string): boolean | null {
	if (switches.has(name)) return false;
	return withValue.has(name) ? true : null;
}

/** Options before `run` without a value; all others have one. */
const globalSwitches = new Set(["-D", "--debug", "--tls", "--tlsverify", "-r", "--remote", "--insecure-registry"]);

export const isGlobalSwitch = (word: string): boolean => globalSwitches.has(word);

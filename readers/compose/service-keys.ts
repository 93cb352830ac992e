/**
 * The keys of a service that are read (`net` and `log_driver` are of version 1 of the format). Nothing else can be read of a
 * service: `layersOfKey` and `layersAt` take only these, so that a service is recognized by each key that a control may judge.
 */
const readKeys = [
	"build",
	"cap_add",
	"cap_drop",
	"command",
	"configs",
	"container_name",
	"credential_spec",
	"deploy",
	"develop",
	"entrypoint",
	"env_file",
	"environment",
	"extends",
	"healthcheck",
	"image",
	"ipc",
	"isolation",
	"log_driver",
	"logging",
	"mem_limit",
	"mem_reservation",
	"net",
	"network_mode",
	"pid",
	"platform",
	"post_start",
	"pre_start",
	"pre_stop",
	"privileged",
	"provider",
	"read_only",
	"secrets",
	"tmpfs",
	"use_api_socket",
	"user",
	"volumes",
	"volumes_from",
	"working_dir",
] as const;

export type ServiceKey = (typeof readKeys)[number];

/** The keys that lead to a value of a service. */
export type ServicePath = readonly [ServiceKey, ...string[]];

/** Other keys that only services of Compose have, unlike those of other formats with `services` (such as Symfony's). */
const otherKeys = [
	"depends_on",
	"devices",
	"expose",
	"labels",
	"networks",
	"ports",
	"profiles",
	"restart",
	"security_opt",
];

/** What else services of version 1 could have: https://github.com/docker/compose/blob/1.29.2/compose/config/config_schema_v1.json */
const firstVersionKeys = [
	"cgroup_parent",
	"cpu_quota",
	"cpu_shares",
	"cpuset",
	"dns",
	"dns_search",
	"dockerfile",
	"domainname",
	"external_links",
	"extra_hosts",
	"hostname",
	"links",
	"log_opt",
	"mac_address",
	"mem_swappiness",
	"memswap_limit",
	"shm_size",
	"stdin_open",
	"stop_signal",
	"tty",
	"ulimits",
	"volume_driver",
];

/** Every key by which a service is recognized. */
export const serviceKeys: readonly string[] = [...readKeys, ...otherKeys];

/** Every key of a file without `services` that is one of version 1: jobs of GitLab CI and others have images as well, but other keys. */
export const isFirstVersionKey = (key: string): boolean => serviceKeys.includes(key) || firstVersionKeys.includes(key);

import type { Kind } from "./right-types.ts";

const truth: Kind = { is: "truth" };
const amount: Kind = { is: "amount" };
const text: Kind = { is: "text" };
const word = (...words: readonly string[]): Kind => ({ is: "word", words });
const list = (of: Kind): Kind => ({ is: "list", of });
const object = (fields: Readonly<Record<string, Kind>>): Kind => ({ is: "object", fields });

const tmpfs = object({
	containerPath: text,
	size: amount,
	mountOptions: list(word("defaults", "exec", "noexec", "suid", "nosuid", "dev", "nodev", "ro", "rw")),
});

const container = object({
	name: text,
	image: text,
	readonlyRootFilesystem: truth,
	privileged: truth,
	user: text,
	environment: list(object({ name: text, value: text })),
	// "none" is what Docker has, and the one that loses everything.
	logConfiguration: object({ logDriver: word("none") }),
	memory: amount,
	memoryReservation: amount,
	linuxParameters: object({ capabilities: object({ add: list(text), drop: list(text) }), tmpfs: list(tmpfs) }),
	mountPoints: list(object({ sourceVolume: text, containerPath: text, readOnly: truth })),
	volumesFrom: list(object({ sourceContainer: text, readOnly: truth })),
});

const volume = object({
	name: text,
	host: object({ sourcePath: text }),
	dockerVolumeConfiguration: object({ driver: text, driverOpts: object({ type: text, o: text, device: text }) }),
	efsVolumeConfiguration: object({ transitEncryption: text }),
});

/** As the APIs of ECS (`key`) and ECR (`Key`) list them. */
export const tagsKind = list(object({ key: text, Key: text, value: text, Value: text }));

/**
 * What RegisterTaskDefinition takes where it can change a verdict (ECS API, botocore 1.43.106). The task's memory is read with
 * its unit (amounts.ts); words are those on which a verdict depends.
 */
export const definitionKind = object({
	pidMode: word("host", "task"),
	ipcMode: word("host", "task", "none"),
	networkMode: word("bridge", "host", "awsvpc", "none"),
	requiresCompatibilities: list(word("EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES")),
	runtimePlatform: object({ operatingSystemFamily: text }),
	volumes: list(volume),
	containerDefinitions: list(container),
});

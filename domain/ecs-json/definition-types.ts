import type { FieldType } from "./field-types.ts";

const boolean: FieldType = { is: "boolean" };
const number: FieldType = { is: "number" };
const string: FieldType = { is: "string" };
const keyword = (...keywords: readonly string[]): FieldType => ({ is: "keyword", keywords });
const list = (of: FieldType): FieldType => ({ is: "list", of });
const object = (fields: Readonly<Record<string, FieldType>>): FieldType => ({ is: "object", fields });

const tmpfs = object({
	containerPath: string,
	size: number,
	mountOptions: list(keyword("defaults", "exec", "noexec", "suid", "nosuid", "dev", "nodev", "ro", "rw")),
});

const container = object({
	name: string,
	image: string,
	readonlyRootFilesystem: boolean,
	privileged: boolean,
	user: string,
	environment: list(object({ name: string, value: string })),
	// "none" comes from Docker, and is the only driver that discards the logs.
	logConfiguration: object({ logDriver: keyword("none") }),
	memory: number,
	memoryReservation: number,
	linuxParameters: object({ capabilities: object({ add: list(string), drop: list(string) }), tmpfs: list(tmpfs) }),
	mountPoints: list(object({ sourceVolume: string, containerPath: string, readOnly: boolean })),
	volumesFrom: list(object({ sourceContainer: string, readOnly: boolean })),
});

const volume = object({
	name: string,
	host: object({ sourcePath: string }),
	dockerVolumeConfiguration: object({
		driver: string,
		driverOpts: object({ type: string, o: string, device: string }),
	}),
	efsVolumeConfiguration: object({ transitEncryption: string }),
});

/** Tags as listed by the APIs of ECS (`key`) and ECR (`Key`). */
export const tagsType = list(object({ key: string, Key: string, value: string, Value: string }));

/**
 * The types that RegisterTaskDefinition accepts, of the fields that can change a verdict (ECS API, botocore 1.43.106). The
 * task's memory is read with its unit (amounts.ts); keywords are those on which a verdict depends.
 */
export const definitionType = object({
	pidMode: keyword("host", "task", "shared", "none"),
	ipcMode: keyword("host", "task", "shared", "none"),
	networkMode: keyword("bridge", "host", "awsvpc", "none"),
	requiresCompatibilities: list(keyword("EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES")),
	runtimePlatform: object({ operatingSystemFamily: string }),
	volumes: list(volume),
	containerDefinitions: list(container),
});

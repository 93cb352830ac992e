import type { HiddenText } from "./hidden-text.ts";
import type { ImageFacts } from "./image-facts.ts";
import type { Reading, Value } from "./reading.ts";
import type { RepositoryFacts, ResourceTags } from "./repository-facts.ts";

/** A task definition, a Compose service or a `docker run` line: what starts together, and what it is started with. */
export interface TaskDefinitionFacts {
	readonly kind: "task-definition";
	readonly family: string;
	/** The family's ARN, without a revision; a path (`path#LogicalId`) when the definition came from a file. */
	readonly arn: string;
	/** Of the revision that was judged; null in a file. */
	readonly revision: number | null;
	/** ACTIVE, INACTIVE or DELETE_IN_PROGRESS; null in a file. */
	readonly status: string | null;
	/** Who mounts: ECS leaves tmpfs options to the caller, Docker adds noexec, nosuid, nodev by itself. */
	readonly engine: "ecs" | "docker";
	readonly operatingSystem: Value<"linux" | "windows">;
	/** EC2, FARGATE, EXTERNAL, MANAGED_INSTANCES. */
	readonly compatibilities: readonly string[];
	/** Fargate platform versions that services of the same template or account pin; empty means the latest. */
	readonly platformVersions: Value<readonly string[]>;
	/** Services of the same template that turn ECS Exec on for its tasks; empty where no services are read. */
	readonly execServices: Value<readonly string[]>;
	/** Task-level hard limit in MiB; null when there is none. */
	readonly memoryMiB: Value<number | null>;
	/** `host`, `task` or, in Docker, another's; null when it is not written. */
	readonly pidMode: Value<string | null>;
	readonly ipcMode: Value<string | null>;
	/** bridge, host, awsvpc, none, default; null when it is not written. */
	readonly networkMode: Value<string | null>;
	readonly volumes: Value<readonly VolumeFacts[]>;
	readonly containers: Value<readonly ContainerFacts[]>;
	/** Containers of the other services of a Compose file: they share its volumes. Empty elsewhere. */
	readonly neighbours: readonly ContainerFacts[];
	readonly tags: Reading<ResourceTags>;
	readonly readAt: string;
}

export interface VolumeFacts {
	readonly name: string;
	/** ENABLED or DISABLED, null when it is not written; absent when the volume is no EFS file system. */
	readonly efsTransitEncryption?: Value<string | null>;
}

export interface ContainerFacts {
	readonly name: string;
	/** Null when none is named: with Docker it is then built from a Dockerfile. */
	readonly image: Value<string | null>;
	/** What the image's registry says of the repository that the image is named in. */
	readonly imageRepository: Reading<Pick<RepositoryFacts, "tagMutability" | "exclusionFilters">>;
	/** The image that would run, as its registry holds it. */
	readonly registryImage: Reading<ImageFacts>;
	/** Null when it is not written: the engine's default is false. */
	readonly readonlyRootFilesystem: Value<boolean | null>;
	/** Null when it is not written: false. */
	readonly privileged: Value<boolean | null>;
	/** Null when it is not written or empty: what the image says, and nobody sees that from here. */
	readonly user: Value<string | null>;
	readonly capabilities: Value<CapabilityFacts>;
	/** In the order in which they are written. */
	readonly environment: Value<readonly EnvironmentFacts[]>;
	/** Null when it is not written. */
	readonly logDriver: Value<string | null>;
	/** Hard limit in MiB. */
	readonly memoryMiB: Value<number | null>;
	/** Soft limit in MiB: does not bound anything. */
	readonly memoryReservationMiB: Value<number | null>;
	readonly tmpfs: Value<readonly TmpfsFacts[]>;
	readonly mounts: Value<readonly MountFacts[]>;
}

export interface CapabilityFacts {
	/** Linux names as written, with or without `CAP_`. */
	readonly add: Value<readonly string[]>;
	readonly drop: Value<readonly string[]>;
}

export interface EnvironmentFacts {
	readonly name: string;
	/** Null when only the name is written; a `Ref` to a NoEcho parameter has its name in `noEchoParameter` instead. */
	readonly value: Value<HiddenText | null>;
	readonly noEchoParameter?: string;
	/** What is known of an unresolved value: unresolved parts stand as `${Name}` in it. */
	readonly known?: HiddenText;
}

export interface TmpfsFacts {
	readonly path: Value<string>;
	/** Null when it is not written. */
	readonly sizeMiB: Value<number | null>;
	readonly options: Value<readonly string[]>;
}

export interface MountFacts {
	readonly path: Value<string>;
	/** Volume name; null for an anonymous volume and for a bind mount that names no volume. */
	readonly volume: Value<string | null>;
	/** Path on the host; null when the mount is not of the host's file system. */
	readonly hostPath: Value<string | null>;
	readonly readOnly: Value<boolean>;
}

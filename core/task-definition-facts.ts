import type { HiddenText } from "./hidden-text.ts";
import type { ImageFacts } from "./image-facts.ts";
import type { Reading, Value } from "./reading.ts";
import type { RepositoryFacts, TagsReading } from "./repository-facts.ts";

/** A task definition, a Compose service or a `docker run` command: containers that start together, and their settings. */
export interface TaskDefinitionFacts {
	readonly kind: "task-definition";
	readonly family: string;
	/** The family's ARN, without a revision; for a definition in a file, a path (`path#LogicalId`). */
	readonly arn: string;
	/** The revision that is judged; null in a file. */
	readonly revision: number | null;
	/** ACTIVE, INACTIVE or DELETE_IN_PROGRESS; null in a file. */
	readonly status: string | null;
	/** What runs the containers. ECS adds no tmpfs options; Docker adds noexec, nosuid and nodev. */
	readonly engine: "ecs" | "docker";
	readonly operatingSystem: Value<"linux" | "windows">;
	/** EC2, FARGATE, EXTERNAL, MANAGED_INSTANCES. */
	readonly compatibilities: readonly string[];
	/** Fargate platform versions that services of the same template or account pin; empty means the latest. */
	readonly platformVersions: Value<readonly string[]>;
	/** Services of the same template that enable ECS Exec for its tasks; empty if no services are read. */
	readonly execServices: Value<readonly string[]>;
	/** Task-level hard limit in MiB; null if there is none. */
	readonly memoryMiB: Value<number | null>;
	/** `host`, `task`, in a daemon `shared` or `none`, or in Docker that of another container; null if it is not set. */
	readonly pidMode: Value<string | null>;
	readonly ipcMode: Value<string | null>;
	/** bridge, host, awsvpc, none or default; null if it is not set. */
	readonly networkMode: Value<string | null>;
	readonly volumes: Value<readonly VolumeFacts[]>;
	readonly containers: Value<readonly ContainerFacts[]>;
	/** Containers of the other services of a Compose file, which share its volumes; otherwise empty. */
	readonly neighbours: readonly ContainerFacts[];
	readonly tags: TagsReading;
	/** The service that is being deployed with it; absent if the revision is judged apart from a deployment. */
	readonly deployment?: DeploymentFacts;
	readonly readAt: string;
}

export interface DeploymentFacts {
	/** Name of the cluster. */
	readonly cluster: string;
	/** Name of the service. */
	readonly service: string;
}

export interface VolumeFacts {
	readonly name: string;
	/** ENABLED or DISABLED, null if it is not set; absent if the volume is not an EFS file system. */
	readonly efsTransitEncryption?: Value<string | null>;
}

export interface ContainerFacts {
	readonly name: string;
	/** Null if it is not set; Docker then builds the image from a Dockerfile. */
	readonly image: Value<string | null>;
	/** The repository of the image, as read from its registry. */
	readonly imageRepository: Reading<Pick<RepositoryFacts, "tagMutability" | "exclusionFilters">>;
	/** The image that would run, as read from its registry. */
	readonly registryImage: Reading<ImageFacts>;
	/** Null if it is not set, which means false. */
	readonly readonlyRootFilesystem: Value<boolean | null>;
	/** Null if it is not set, which means false. */
	readonly privileged: Value<boolean | null>;
	/** Null if it is not set or empty. The image's user then applies, which is unknown here. */
	readonly user: Value<string | null>;
	readonly capabilities: Value<CapabilityFacts>;
	/** In the order in which they are written. */
	readonly environment: Value<readonly EnvironmentFacts[]>;
	/** Null if it is not set. */
	readonly logDriver: Value<string | null>;
	/** Hard limit in MiB. */
	readonly memoryMiB: Value<number | null>;
	/** Soft limit in MiB, which does not bound memory use. */
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
	/** Null if only the name is written. */
	readonly value: Value<HiddenText | null>;
	/** The name of the NoEcho parameter in its value. */
	readonly noEchoParameter?: string;
	/** The secret in its value that AWS makes, as a noun: `the secret key of the IAM access key Access`. */
	readonly madeSecret?: string;
	/** An unresolved value with `${Name}` in place of each unresolved part. */
	readonly known?: HiddenText;
}

export interface TmpfsFacts {
	readonly path: Value<string>;
	/** Null if it is not set. */
	readonly sizeMiB: Value<number | null>;
	readonly options: Value<readonly string[]>;
}

export interface MountFacts {
	readonly path: Value<string>;
	/** Volume name; null for an anonymous volume and for a bind mount that names no volume. */
	readonly volume: Value<string | null>;
	/** Path on the host; null if the mount is not of the host's file system. */
	readonly hostPath: Value<string | null>;
	readonly readOnly: Value<boolean>;
}

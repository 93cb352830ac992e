/** What a program needs to run with a read-only root, and what is known of the paths that it writes to. */
export interface ImageNeeds {
	/** For messages: `nginx`. */
	readonly program: string;
	/** Paths of temporary files, for which a tmpfs is enough. */
	readonly scratch: readonly string[];
	/** Paths whose content must persist or comes from the image. A tmpfs would lose or hide it, so the user has to mount a volume. */
	readonly volumes: readonly string[];
	/** The folders inside its volume that hold its data, of which a mount at one is enough; a part `*` stands for a version. */
	readonly dataFolders?: readonly string[];
	/** Other paths that it writes to when they are mounted: a mount there stays writable. */
	readonly state?: readonly string[];
	/** A source shows that with these mounts, and with the command and configuration of its image, it writes nowhere else. */
	readonly runsReadOnly?: true;
	/** Why no source shows that for the image as it is named, as a clause. */
	readonly uncovered?: string;
	/** It runs an application that its command names: without a command, what it runs is unknown. */
	readonly isRuntime?: true;
	/** Why it may not run with them nevertheless, as a clause. */
	readonly caution?: string;
	/** Why it cannot run with a read-only root as `fix` would write it; absent when it can. */
	readonly impossible?: string;
	/** Its image runs it as a user other than root, who cannot write to a tmpfs over a folder that only its owner can write to. */
	readonly isUnprivileged?: true;
	/** Its entry point gives the folders of its sockets to another user, for which it needs CAP_CHOWN if they belong to root. */
	readonly changesOwner?: true;
	/** Its entry point generates files in `to` from those in `from` when something is mounted there. */
	readonly rendering?: { readonly from: string; readonly to: string };
	/** Its libraries may unpack native code into /tmp, which then must not be mounted with noexec. */
	readonly isJava?: true;
	/** Configuration that can name more paths to write to. */
	readonly configuration?: readonly string[];
	/** Files, and folders with all that they contain, that it never writes to when they are mounted. */
	readonly onlyReads?: readonly string[];
	/** Folders in which it never writes to a configuration file that is mounted by itself. */
	readonly readsFilesIn?: readonly string[];
	/** Environment variables that change nothing about where and how much it writes, unless their value is a path. */
	readonly harmlessVariables?: readonly string[];
	/** Commands that change nothing about the paths that it writes to. Absent: every command of its own may. */
	readonly harmless?: HarmlessCommand;
}

export interface HarmlessCommand {
	/** Names of the program; options alone are appended to the image's own command. */
	readonly programs: readonly string[];
	/** Options without dashes, `_` as `-`; of `-c name=value` the name. Their values are no paths. */
	readonly options: readonly string[];
	/** Options that name a path in the image, which it only reads. */
	readonly readingOptions?: readonly string[];
	/** Options that name a path to which it writes. */
	readonly writingOptions?: readonly string[];
}

/** The major versions that the sources of an image describe. */
export interface DescribedVersions {
	readonly from: number;
	readonly through: number;
	/** They include every version that was released: an image whose tag names no version is one of them. */
	readonly areAll?: true;
}

export interface KnownImage extends Omit<ImageNeeds, "runsReadOnly" | "uncovered"> {
	/** The versions that certainly run read-only with these mounts. Absent: none, because no source says so. */
	readonly runsReadOnly?: DescribedVersions;
	/** Words in its tags that name a build of the same program, which writes to the same paths. */
	readonly variants?: readonly string[];
	/** Registry, namespace and name, lower case, without a tag; `/*` at the end stands for every name of the namespace. */
	readonly images: readonly [string, ...string[]];
	/** Where the needs are stated: the image's Dockerfile or entry point, its documentation, an issue. */
	readonly sources: readonly [string, ...string[]];
}

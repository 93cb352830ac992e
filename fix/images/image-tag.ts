/** What a tag says of the program that its image runs. */
export interface TagParts {
	/** The major version; null when the tag names none, such as `latest`, `alpine` or no tag. */
	readonly major: number | null;
	/** What it names besides the version and the distribution, without versions: `php` of `6.8-php8.4-fpm`. */
	readonly variants: readonly string[];
}

/** Names of whatever release is current. */
const channels: ReadonlySet<string> = new Set(["latest", "lts", "mainline", "stable"]);

/** Distributions and architectures, with which the same program is built. */
const builds: ReadonlySet<string> = new Set(
	`alpine slim debian jessie stretch buster bullseye bookworm trixie ubuntu xenial bionic focal jammy noble ubi
	amd64 arm64 arm64v8`.split(/\s+/),
);

/** Reads `v1.27.3-alpine3.20`, in lower case. What is not known to be a version or a build is a variant. */
export function readTag(tag: string): TagParts {
	const [first = "", ...others] = tag.split("-");
	const [, major] = /^v?(\d+)(?:\.[\dx]+)*$/.exec(first) ?? [];
	const rest = major !== undefined || channels.has(first) ? others : [first, ...others];
	const words = rest.filter((word) => !builds.has(word)).map((word) => word.replace(/[\d.]+$/, ""));
	return {
		major: major === undefined ? null : Number(major),
		variants: words.filter((word) => word !== "" && !builds.has(word)),
	};
}

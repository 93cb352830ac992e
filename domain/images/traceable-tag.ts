import { globMatches } from "../../core/glob.ts";

/** 7 to 40 hexadecimal digits without an adjacent letter or digit; `git describe` puts a `g` before them. */
const gitHash = /(?<![0-9a-z])g?[0-9a-f]{7,40}(?![0-9a-z])/i;

/**
 * Three numbers with an optional `v` before them and the optional suffixes of semver; a tag cannot contain a `+`, so `_` may
 * replace it. https://semver.org, read 2026-11-21.
 */
const semver = /^v?(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z.-]+)?(?:[+_][0-9A-Za-z._-]+)?$/;

const month = "(?:0[1-9]|1[0-2])";
const day = "(?:0[1-9]|[12]\\d|3[01])";

/**
 * Year and month or week, optionally with more parts: `2026.11`, `2026.3.1`, `24.04`, `20261121`, `2026-11-21`. A two-digit
 * year requires a two-digit month. https://calver.org, read 2026-11-21.
 */
const calver = new RegExp(
	`^v?(?:20\\d{2}${month}${day}|20\\d{2}[._-](?:0?[1-9]|[1-4]\\d|5[0-3])|\\d{2}\\.${month})(?:[._-][0-9A-Za-z._-]*)?$`,
);

const namedPatterns: ReadonlyMap<string, RegExp> = new Map([
	["git-hash", gitHash],
	["semver", semver],
	["calver", calver],
]);

/**
 * Whether a tag identifies the source of its image by one of the patterns: `git-hash`, `semver`, `calver`, or a
 * case-sensitive glob. `latest` never does.
 */
export function isTraceable(tag: string, patterns: readonly string[]): boolean {
	if (tag === "latest") return false;
	return patterns.some((pattern) => namedPatterns.get(pattern)?.test(tag) ?? globMatches(pattern, tag));
}

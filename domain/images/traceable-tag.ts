import { globMatches } from "../../core/glob.ts";

/** 7 to 40 hexadecimal digits that no letter or digit adjoins; `git describe` writes a `g` before them. */
const gitHash = /(?<![0-9a-z])g?[0-9a-f]{7,40}(?![0-9a-z])/i;

/**
 * Three numbers, with or without a `v` before and what semver allows behind; a tag cannot hold a `+`, so `_` may stand for
 * it. https://semver.org, read 2026-11-21.
 */
const semver = /^v?(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z.-]+)?(?:[+_][0-9A-Za-z._-]+)?$/;

const month = "(?:0[1-9]|1[0-2])";
const day = "(?:0[1-9]|[12]\\d|3[01])";

/**
 * Year and month or week, as far down as wanted: `2026.11`, `2026.3.1`, `24.04`, `20261121`, `2026-11-21`. A year of two
 * digits needs a month of two. https://calver.org, read 2026-11-21.
 */
const calver = new RegExp(
	`^v?(?:20\\d{2}${month}${day}|20\\d{2}[._-](?:0?[1-9]|[1-4]\\d|5[0-3])|\\d{2}\\.${month})(?:[._-][0-9A-Za-z._-]*)?$`,
);

const named: ReadonlyMap<string, RegExp> = new Map([
	["git-hash", gitHash],
	["semver", semver],
	["calver", calver],
]);

/**
 * Whether a tag says where its image came from, by one of the patterns: `git-hash`, `semver`, `calver`, or a glob, in
 * which letter case counts. `latest` never does.
 */
export function isTraceable(tag: string, patterns: readonly string[]): boolean {
	if (tag === "latest") return false;
	return patterns.some((pattern) => named.get(pattern)?.test(tag) ?? globMatches(pattern, tag));
}

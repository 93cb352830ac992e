/**
 * Patterns that occur in regular expressions but not in tags, names, ARNs or paths. `.*` alone is no sign:
 * `*.dkr.ecr.*.amazonaws.com` and `1.*` are globs.
 */
const signs: readonly RegExp[] = [
	/^\^/,
	/\$$/,
	/\|/,
	/\(\?/,
	/[+*]\)/,
	/\)[+*]/,
	/\.\+/,
	/\.\{/,
	// Backslashes also separate the folders of a Windows path: the `\d` in `\dev` is not a digit.
	/\\[dwsbDWSB](?![A-Za-z])/,
	/\\[.+*?^$()[\]{}/-]/,
	/\[\^?(?:0-9|[aA]-[zZfF])/,
	/\[\^/,
	// After a letter or a digit, the dot may belong to a name.
	/(?<![A-Za-z0-9_*])\.\*/,
];

/** Whether a glob was evidently meant as a regular expression. As a glob it would match nothing. */
export function isRegularExpression(glob: string): boolean {
	return signs.some((sign) => sign.test(glob));
}

/** What no tag, name, ARN or path has and regular expressions do. `.*` alone proves nothing: `*.dkr.ecr.*.amazonaws.com` and `1.*` are globs. */
const signs: readonly RegExp[] = [
	/^\^/,
	/\$$/,
	/\|/,
	/\(\?/,
	/[+*]\)/,
	/\)[+*]/,
	/\.\+/,
	/\.\{/,
	// Backslashes also divide the folders of a Windows path: `\dev` is no digit.
	/\\[dwsbDWSB](?![A-Za-z])/,
	/\\[.+*?^$()[\]{}/-]/,
	/\[\^?(?:0-9|[aA]-[zZfF])/,
	/\[\^/,
	// After a letter or a digit the dot belongs to a name; elsewhere nothing that is judged has one.
	/(?<![A-Za-z0-9_*])\.\*/,
];

/** Whether a glob was evidently meant as a regular expression, which would be compared as plain text and match nothing. */
export function isRegularExpression(glob: string): boolean {
	return signs.some((sign) => sign.test(glob));
}

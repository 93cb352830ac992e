/**
 * The prefix of the pull through cache rule that covers a repository, or null. AWS puts a `/` after every prefix:
 * `docker-hub` does not cover `docker-hubble/x`. The prefix `ROOT` is no exception: a repository that people push to may
 * stand beside such a rule, and nothing says which ones it fills.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private-wildcards.html, read 2026-11-21.
 */
export function cacheRuleOver(repository: string, prefixes: readonly string[]): string | null {
	return prefixes.find((prefix) => repository.startsWith(prefix.endsWith("/") ? prefix : `${prefix}/`)) ?? null;
}

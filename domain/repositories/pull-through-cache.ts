/**
 * The prefix of the pull through cache rule that covers a repository, or null. AWS appends a `/` to every prefix, so that
 * `docker-hub` does not cover `docker-hubble/x`. The prefix `ROOT` is no exception: repositories that people push to can exist
 * beside such a rule, and AWS does not report which ones it fills.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private-wildcards.html, read 2026-11-21.
 */
export function findCacheRule(repository: string, prefixes: readonly string[]): string | null {
	return prefixes.find((prefix) => repository.startsWith(prefix.endsWith("/") ? prefix : `${prefix}/`)) ?? null;
}

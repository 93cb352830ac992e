/** The prefix that stands for every repository of the registry. */
const everything = "ROOT";

/**
 * The prefix of the pull through cache rule that covers a repository, or null. AWS puts a `/` after every prefix:
 * `docker-hub` does not cover `docker-hubble/x`.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private-wildcards.html, read 2026-11-21.
 */
export function cacheRuleOver(repository: string, prefixes: readonly string[]): string | null {
	const covers = (prefix: string) => repository.startsWith(prefix.endsWith("/") ? prefix : `${prefix}/`);
	return prefixes.find(covers) ?? prefixes.find((prefix) => prefix === everything) ?? null;
}

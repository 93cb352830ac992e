/** A redirection with its target: `> out`, `2>&1`, `<<EOF`. Matched at an index. */
export const redirection = /\d*(?:>>|<<|>&|<&|&>>?|>\||<>|>|<)[^\S\n]*[^\s;|&()]*/y;

/** Whether a token starts a redirection of output, so that what follows is not an argument of the program. */
export const redirectsOutput = (token: string): boolean => /^[\d&]?>/.test(token);

/** The absolute paths that output is redirected to. Arrows of other languages do not count. */
export const redirectedPathsIn = (text: string): readonly string[] =>
	[...text.matchAll(/(?<![=<-])>{1,2}\|?[^\S\n]*(\/[^\s;&|<>]+)/g)].map(([, path = ""]) => path);

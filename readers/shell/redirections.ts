/** A redirection with what it goes to, where one may begin: `> out`, `2>&1`, `<<EOF`. To be matched at a position. */
export const redirection = /\d*(?:>>|<<|>&|<&|&>>?|>\||<>|>|<)[^\S\n]*[^\s;|&()]*/y;

/** Whether a token begins a redirection of output: what stands behind it is not given to the program. */
export const redirectsOutput = (token: string): boolean => /^[\d&]?>/.test(token);

/** The absolute paths that the output of some command goes to. Arrows of other languages are none. */
export const redirectedPathsIn = (text: string): readonly string[] =>
	[...text.matchAll(/(?<![=<-])>{1,2}\|?[^\S\n]*(\/[^\s;&|<>]+)/g)].map(([, path = ""]) => path);

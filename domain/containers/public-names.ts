const publicWords = new Set(["public", "publishable", "anon", "pub", "pubkey"]);

/** Whether a word of a name says that its value is for everyone. */
export const isPublicWord = (word: string): boolean => publicWords.has(word);

/**
 * The last words of names of what everybody is shown: Pusher's key is part of each page that uses it; what proves that one has a domain
 * (a challenge, a verification of a site, IndexNow's key) is answered to anyone who asks for its path; an SDK sends the DSN of Sentry
 * and of what understands its protocol from the browser (https://docs.sentry.io/concepts/key-terms/dsn-explainer/).
 */
const publicEndings = new RegExp(
	`(?:^| )(?:${[
		"pusher (?:app )?key",
		"challenge (?:token|key)",
		"(?:site|domain) (?:verification|verify|ownership|association)(?: (?:token|code|key|id|string))?",
		"index ?now (?:api )?key",
		"(?:sentry|glitchtip|bugsink)(?: \\w+)? dsn",
	].join("|")})$`,
);

/** Whether a variable with a name of these words holds what is public by design. */
export const isPublicName = (words: readonly string[]): boolean => publicEndings.test(words.join(" "));

/** Programs that only ask something, whatever their arguments are. https://www.postgresql.org/docs/current/app-pg-isready.html */
const readers: ReadonlySet<string> = new Set(": [ echo exit false grep pg_isready pgrep pidof test true".split(" "));

/** https://curl.se/docs/manpage.html: options that neither write a file nor read others from one. */
const curlOptions = [
	/^-[fsSLkIiv]+$/,
	/^--(?:fail|silent|show-error|location|insecure|head|include|ipv4|ipv6)$/,
	/^(?:-m|--(?:max-time|connect-timeout|retry|retry-delay))(?:=?\d+)?$/,
];

/** https://www.gnu.org/software/wget/manual/wget.html */
const wgetOptions = [
	/^-(?:q|nv|S|q?O-)$/,
	/^--(?:quiet|no-verbose|spider|no-check-certificate|server-response)$/,
	/^(?:-[tT]|--(?:tries|timeout))(?:=?\d+)?$/,
	/^--output-document=(?:-|\/dev\/null)$/,
];

/** https://redis.io/docs/latest/develop/tools/cli/ */
const redisOptions = [/^-[hpaun]$/, /^--(?:raw|no-auth-warning|pass|user|tls|insecure)$/];

/** Whether each of the programs that a health check starts is known to write nothing with these arguments. */
export function isHarmlessCheck(words: readonly string[]): boolean {
	return words
		.join(" ")
		.split(/\|\|?|&&/)
		.every(isHarmlessProgram);
}

function isHarmlessProgram(text: string): boolean {
	if (/[;&<>`()\n\\]/.test(text)) return false;
	const [program = "", ...given] = text
		.replaceAll(/["']/g, " ")
		.split(/\s+/)
		.filter((word) => word !== "");
	switch (program.slice(program.lastIndexOf("/") + 1)) {
		case "curl":
			return areHarmless(withoutDiscarded(given), curlOptions);
		case "wget":
			return isDiscarding(given) && areHarmless(withoutDiscarded(given), wgetOptions);
		case "redis-cli":
		case "valkey-cli":
			return given.at(-1)?.toLowerCase() === "ping" && areHarmless(given, redisOptions);
		case "nc":
			return areHarmless(given, [/^-[zvn46]+$/, /^-w\d*$/]);
		default:
			return readers.has(program.slice(program.lastIndexOf("/") + 1));
	}
}

const areHarmless = (given: readonly string[], allowed: readonly RegExp[]): boolean =>
	given.every((word) => !word.startsWith("-") || allowed.some((option) => option.test(word)));

/** Without spider, wget writes what it gets to a file, unless it is told another place. */
const isDiscarding = (given: readonly string[]): boolean =>
	given.some((word) => word === "--spider" || /^-q?O-$|^--output-document=/.test(word)) ||
	withoutDiscarded(given).length < given.length;

/** Without the option that sends the output to nowhere: `-o /dev/null`. */
const withoutDiscarded = (given: readonly string[]): readonly string[] =>
	given.flatMap((word, index) => {
		const isOutput = /^-(?:[fsSLkqI]*[oO]|-output(?:-document)?)$/.test(word) && isNowhere(given[index + 1]);
		const isTarget = isNowhere(word) && /^-/.test(given[index - 1] ?? "");
		return isOutput || isTarget ? [] : word;
	});

const isNowhere = (word: string | undefined): boolean => word === "/dev/null" || word === "-";

/** How each command is written, and what it does. */
export const summaries: readonly (readonly [usage: string, summary: string])[] = [
	["check PATH…", "checks files before they are deployed; needs no AWS access"],
	["fix PATH…", "shows the smallest change that makes containers pass, and applies it with --write"],
	[
		"explain [CONTROL]",
		"explains what a control requires, why, and how to fix failures; without a name, lists all controls",
	],
	["gate", "judges what a deployment would run, for pipelines; waits for scans"],
	[
		"slack-preview FILE",
		"shows the Slack messages that failures would be, and where they would go; needs neither Slack nor AWS",
	],
	["doctor", "checks an installation, and prints the commands that fix what is wrong"],
	["redrive", "moves the dead letters of an installation back to their queues"],
	["uninstall", "stops an installation and archives its findings, before its stack is deleted"],
	["completion SHELL", "prints the code with which bash, zsh or fish completes commands and options"],
];

export const overview = `shipshape COMMAND [OPTIONS]

${summaries.map(([usage, summary]) => `  ${usage.padEnd(18)}  ${summary}`).join("\n")}

  shipshape help COMMAND, or COMMAND --help, prints details; shipshape --version, or -v, prints the version

Exit status: 0 nothing failed, 1 a blocking failure, 2 bad usage or input that could not be read,
3 a verdict is unknown and --strict was given.
`;

import type { Commands } from "../command.ts";
import { describeOption, helpOption } from "../help.ts";
import { bashCompletion } from "./bash.ts";
import { fishCompletion } from "./fish.ts";
import type { CompletedCommand } from "./words.ts";
import { zshCompletion } from "./zsh.ts";

export const shells = ["bash", "zsh", "fish"] as const;

const writers = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** The code that a shell reads, made of the tables of all commands. */
export async function completionFor(shell: (typeof shells)[number], commands: Commands): Promise<string> {
	return writers[shell](await completedCommands(commands));
}

async function completedCommands(commands: Commands): Promise<readonly CompletedCommand[]> {
	const names = Object.keys(commands);
	const known = names.map(async (name): Promise<CompletedCommand> => {
		const { usage, options, words = [] } = (await commands[name]?.()) ?? { usage: "", options: {} };
		return {
			name,
			words,
			takesFiles: /^\S+ (?:PATH|FILE)/.test(usage),
			options: Object.entries({ ...options, help: helpOption }).map(([option, one]) => ({
				name: option,
				help: describeOption(one),
				...(one.type === "flag" && one.short !== undefined ? { short: one.short } : {}),
				values: (one.type === "choice" ? one.choices : one.type === "string" ? one.words : null) ?? null,
				isList: one.type === "string" && one.words !== undefined,
				isFlag: one.type === "flag",
				isFile: one.type === "string" && one.value.startsWith("FILE"),
			})),
		};
	});
	const help = { name: "help", words: names, takesFiles: false, options: [] };
	return [...(await Promise.all(known)), help];
}

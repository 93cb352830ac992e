import { BadInputError } from "../../core/errors.ts";
import { parseArguments, quote, suggest } from "../arguments.ts";
import type { Command, Commands } from "../command.ts";
import { completionFor, shells } from "../completion/completion.ts";
import type { Terminal } from "../terminal.ts";

const about = `Prints the code with which a shell completes the commands, options and values of shipshape. For that, the
shell has to find the command by its name, as it does after a global installation of the package:

npm install --global ./shipshape-VERSION.tgz

bash: add eval "$(shipshape completion bash)" to ~/.bashrc. zsh: add eval "$(shipshape completion zsh)" to ~/.zshrc, below compinit.
fish: write the output to ~/.config/fish/completions/shipshape.fish.`;

/** The command that completes these commands. */
export const completionOf = (commands: Commands): Command => ({
	usage: "completion SHELL",
	about,
	options: {},
	statuses: { 0: "printed", 2: "bad usage" },
	words: shells,
	start: async (args: readonly string[], terminal: Terminal) => {
		const [shell, ...more] = parseArguments(args, {}).positionals;
		if (shell === undefined || more.length > 0)
			throw new BadInputError("completion takes one shell; write bash, zsh or fish");
		const known = shells.find((one) => one === shell);
		if (known === undefined) throw new BadInputError(`unknown shell ${quote(shell)}; write ${suggest(shell, shells)}`);
		await terminal.print(await completionFor(known, commands));
		return 0;
	},
});

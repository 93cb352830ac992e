/*
 * What may stand before the program that a command is about: words of the shell's own, assignments, and programs that start
 * another one.
 */

/** Words of the shell's own that a command may stand behind. */
export const reservedWord = /^(?:!|\{|if|then|elif|else|while|until|do)$/;

export const assignment = /^[A-Za-z_]\w*=/;

/** A prompt of POSIX shells, cmd.exe or PowerShell, as documentation has it before a command. */
export const prompt = /^(?:[$>%]|PS>)$/;

export const shell = /^(?:a|ba|da|k|z)?sh$/;

/** Programs that start the one behind them, and have options of their own: `sudo -u root`, `nice -n 10`, `timeout 5m`. */
export const starter = /^(?:exec|time|timeout|nohup|command|env|nice|sudo|doas)$/;

/** Options of those with a value in the next word, most of them of sudo(8): `-iu app`, `--user app`. */
export const starterOption =
	/^(?:-[^CDRTUghprtu-]*[CDRTUghprtu]|--(?:user|group|host|prompt|chdir|chroot|role|type|command-timeout))$/;

/** More programs that start the one behind them, as entry points of images have them. */
const imageStarter =
	/^(?:builtin|eval|ionice|stdbuf|setsid|xargs|tini|dumb-init|gosu|su-exec|chpst|busybox|corepack|with-contenv|[\w.-]*entrypoint|[\w.-]+\.sh)$/;

/** Programs that run a string, or what it stands for. */
const stringRunner =
	/^(?:alias|coproc|env|eval|flock|nsenter|parallel|screen|script|ssh|su|systemd-run|tmux|watch|xargs)$/;

export const runsString = (program: string): boolean => stringRunner.test(program) || shell.test(program);

/** Programs that only print their arguments, or search for them. */
export const printer = /^(?::|cat|echo|grep|egrep|fgrep|rg|sed|awk|logger|man|printf|type|which)$/;

/** A program without its folder, of Unix or Windows. */
export const baseName = (word: string): string =>
	word.slice(Math.max(word.lastIndexOf("/"), word.lastIndexOf("\\")) + 1);

/** Whether a word of an entry point or a command stands before the program that it is about; options do, too. */
export function isBeforeProgram(word: string): boolean {
	if (/^-/.test(word) || /^\w+=/.test(word) || reservedWord.test(word) || word === "pipefail") return true;
	const name = baseName(word);
	return shell.test(name) || starter.test(name) || imageStarter.test(name);
}

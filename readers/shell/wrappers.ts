/*
 * What may precede the program of a command: reserved words of the shell, assignments, and programs that start
 * another one.
 */

/** Reserved words of the shell that a command may follow. */
export const reservedWord = /^(?:!|\{|if|then|elif|else|while|until|do)$/;

export const assignment = /^[A-Za-z_]\w*=/;

/** A prompt of POSIX shells, cmd.exe or PowerShell, as written before commands in documentation. */
export const prompt = /^(?:[$>%]|PS>)$/;

export const shell = /^(?:a|ba|da|k|z)?sh$/;

/** Programs with options that start another program: `sudo -u root`, `nice -n 10`, `timeout 5m`. */
export const starter = /^(?:eval|exec|time|timeout|nohup|command|env|nice|sudo|doas)$/;

/** Options of those programs with a value in the next word, mostly of sudo(8): `-iu app`, `--user app`. */
export const starterOption =
	/^(?:-[^CDRTUghprtu-]*[CDRTUghprtu]|--(?:user|group|host|prompt|chdir|chroot|role|type|command-timeout))$/;

/** More programs that start another one, used in entry points of images. */
const imageStarter =
	/^(?:builtin|ionice|stdbuf|setsid|xargs|tini|dumb-init|gosu|su-exec|chpst|busybox|corepack|with-contenv|[\w.-]*entrypoint|[\w.-]+\.sh)$/;

/** Programs that run a string as a command. */
const stringRunner =
	/^(?:alias|coproc|env|eval|flock|nsenter|parallel|screen|script|ssh|su|systemd-run|tmux|watch|xargs)$/;

export const runsString = (program: string): boolean => stringRunner.test(program) || shell.test(program);

/** Programs that only print or search for their arguments. */
export const printer = /^(?::|cat|echo|grep|egrep|fgrep|rg|sed|awk|logger|man|printf|type|which)$/;

/** The name of a program without its Unix or Windows folder. */
export const baseName = (word: string): string =>
	word.slice(Math.max(word.lastIndexOf("/"), word.lastIndexOf("\\")) + 1);

/** Whether a word of an entry point or a command may precede the actual program; options may, too. */
export function isBeforeProgram(word: string): boolean {
	if (/^-/.test(word) || /^\w+=/.test(word) || reservedWord.test(word) || word === "pipefail") return true;
	const name = baseName(word);
	return shell.test(name) || starter.test(name) || imageStarter.test(name);
}

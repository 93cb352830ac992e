import type { Control } from "../../core/control.ts";
import type { Subject } from "../../core/subject.ts";

/** In place of these words, which are whole arguments, a control's command has the subject's own names. */
const namesOf = (subject: Subject): ReadonlyMap<string, string> =>
	new Map(
		"name" in subject
			? [["NAME", subject.name], ...("cluster" in subject ? [["CLUSTER", subject.cluster] as const] : [])]
			: [],
	);

/**
 * The command of the AWS CLI that fixes a failure of the control on this subject, for bash or zsh, on one line; null if no single
 * command does.
 */
export function fixCommandFor({ fixCommand }: Pick<Control, "fixCommand">, subject: Subject): string | null {
	if (fixCommand === undefined) return null;
	const names = namesOf(subject);
	const words = fixCommand.split(" ").map((word) => names.get(word) ?? word);
	const all = [...words, "--region", subject.region];
	// A line break or a character that hides text would make another command of it than the one that is read.
	return all.some((word) => !/^[\x20-\x7e]+$/.test(word)) ? null : all.map(quote).join(" ");
}

/** The advice for a failure of the control, where its command is shown below: without that, which has no names there. */
export const adviceAbove = ({ fixCommand }: Pick<Control, "fixCommand">, remediation: string): string =>
	fixCommand === undefined ? remediation : remediation.replace(`: ${fixCommand}`, "");

const quote = (word: string): string => (/^[\w./:=@,+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

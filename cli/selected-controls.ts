import { controls } from "../controls/index.ts";
import type { Control } from "../core/control.ts";
import { BadInputError } from "../core/errors.ts";
import { type Policy, settingsOf } from "../core/policy.ts";
import { formatCount, formatList } from "../core/text.ts";
import { type Option, quote } from "./arguments.ts";
import { controlsNamed, nearestControl } from "./nearest-control.ts";

const idsInFiles = controls.filter(({ on }) => on === "repository" || on === "task-definition").map(({ id }) => id);

/** Whether a control is one of what files have, not judged in AWS only. */
export const isInFiles = (id: string): boolean => idsInFiles.includes(id);

/** The options that select controls. */
export const controlOptions: Readonly<Record<string, Option>> = {
	only: {
		type: "string",
		value: "CONTROL",
		words: idsInFiles,
		help: "judges only this control, of whose name the last part is enough; may be repeated, or CONTROL,CONTROL",
	},
	skip: {
		type: "string",
		value: "CONTROL",
		words: idsInFiles,
		help: "does not judge this control; may be repeated, or CONTROL,CONTROL",
	},
};

/** Which controls a run judges. */
export interface Selection {
	readonly judges: (control: string) => boolean;
	/** What `--only` and `--skip` have left out, in words for the closing line. */
	readonly leftOut: readonly string[];
}

/** The values of `--only` and `--skip`, each a name or several with commas. Throws BadInputError for a name of no control, or if nothing is left to judge. */
export function selectControls(
	{ only = [], skip = [] }: Readonly<Record<string, readonly string[]>>,
	policy: Policy,
): Selection {
	const enabled = controls.filter((control) => isInFiles(control.id) && isEnabled(control, policy));
	const wanted = new Set(namesIn("--only", only));
	const skipped = new Set(namesIn("--skip", skip));
	for (const id of wanted) requireEnabled(id, enabled);
	const isWanted = (id: string): boolean => wanted.size === 0 || wanted.has(id);
	const judges = (id: string): boolean => isWanted(id) && !skipped.has(id);
	if (enabled.length > 0 && !enabled.some(({ id }) => judges(id)))
		throw new BadInputError("--only and --skip leave no control that could be judged; name fewer with --skip");
	const others = enabled.filter(({ id }) => !isWanted(id)).length;
	const without = enabled.filter(({ id }) => isWanted(id) && skipped.has(id)).length;
	return {
		judges,
		leftOut: [
			...(others === 0 ? [] : [`${formatCount(others, "control")} left out by --only`]),
			...(without === 0 ? [] : [`${formatCount(without, "control")} skipped by --skip`]),
		],
	};
}

function namesIn(option: string, values: readonly string[]): readonly string[] {
	const names = values.flatMap((value) => value.split(",")).map((name) => name.trim());
	return names.map((name) => {
		const named = controlsNamed(name);
		const inFiles = named.filter(isInFiles);
		const [id, ...others] = inFiles.length > 0 ? inFiles : named;
		if (id === undefined)
			throw new BadInputError(`${option}: there is no control ${quote(name)}; write ${nearestControl(name)}`);
		if (others.length > 0)
			throw new BadInputError(
				`${option} ${name} names several controls; write one of ${formatList([id, ...others], 10)}`,
			);
		return id;
	});
}

/** In the policy itself, or for some subjects. */
const isEnabled = (control: Control, policy: Policy): boolean =>
	settingsOf(policy.controls, control).enabled ||
	policy.scopes.some((scope) => scope.controls[control.id]?.enabled === true);

/** A control that is judged nowhere would pass without a word. */
function requireEnabled(id: string, enabled: readonly Control[]): void {
	if (enabled.some((control) => control.id === id)) return;
	const control = controls.find((one) => one.id === id);
	const isLive = control !== undefined && !isInFiles(id);
	const why = isLive ? "is judged in AWS, not in files; name another control" : "is off; enable it in the policy";
	throw new BadInputError(`--only ${id}: the control ${why}`);
}

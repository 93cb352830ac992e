import { controls } from "../controls/index.ts";
import { findNearest } from "../policy-file/nearest.ts";

const ids: readonly string[] = controls.map(({ id }) => id);
const lastPart = (id: string): string => id.slice(id.lastIndexOf("/") + 1);

/** The controls of this name, of which the last part is enough. */
export const controlsNamed = (name: string): readonly string[] =>
	isControl(name) ? [name] : ids.filter((id) => lastPart(id) === name);

export const isControl = (name: string): boolean => ids.includes(name);

/** What to write instead of a name that no control has: the nearest one in quotes, also by the last part of it alone, or where to find all. */
export function nearestControl(name: string): string {
	const whole = findNearest(name, ids);
	const part = whole === null ? findNearest(lastPart(name), ids.map(lastPart)) : null;
	const near = whole ?? ids.find((id) => part !== null && lastPart(id) === part);
	return near === undefined ? "a name that shipshape explain lists" : `"${near}"`;
}

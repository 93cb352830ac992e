import type { PartialText } from "../../core/partial-text.ts";
import { globsOverlap } from "../images/globs-overlap.ts";
import { globOf } from "../possible-texts.ts";

/**
 * Whether a Linux container's user is root, by name or by number, in any group. As the engine parses it
 * (github.com/moby/sys/user, GetExecUser), a number may have a sign and leading zeros, and a missing user before the group is root.
 */
export function isRoot(user: string): boolean {
	const name = user.replace(/:.*/s, "").trim();
	return name === "" || name === "root" || /^[+-]?0+$/.test(name);
}

const administrators = ["containeradministrator", "administrator", "system", "localsystem"];
const endsWithAdministrator = new RegExp(String.raw`(?:^|\\)(?:${administrators.join("|")})$`, "i");

/**
 * Whether a Windows container's user is an administrator: the default one (with or without a `User Manager\` prefix), the
 * computer's administrator or the system account.
 */
export const isWindowsAdministrator = (user: string): boolean => endsWithAdministrator.test(user.trim());

/** How every name and number of root begins. */
const beginsRoot = /^(?:r|ro|roo|root|[+-]?0*)$/;

/** The answers of the two functions above about a partly known user; null if it depends on the unknown parts. */
export function isAdministratorIn(user: PartialText, system: "linux" | "windows"): boolean | null {
	const marked = user.toMarked();
	if (user.isKnown) return system === "linux" ? isRoot(marked) : isWindowsAdministrator(marked);
	if (system === "linux") {
		const start = user.literalStart.trimStart();
		if (start.includes(":")) return isRoot(start);
		return beginsRoot.test(start) ? null : false;
	}
	if (isWindowsAdministrator(marked)) return true;
	const glob = globOf(user).trim().toLowerCase();
	const mayBe = administrators.some((name) => globsOverlap(glob, name) || globsOverlap(glob, `*\\${name}`));
	return mayBe ? null : false;
}

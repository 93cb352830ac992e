import type { ContainerFacts } from "../../core/facts.ts";
import type { PartialText } from "../../core/partial-text.ts";
import { isUnresolved, type Unresolved } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import { globsOverlap } from "../globs-overlap.ts";
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
const isWindowsAdministrator = (user: string): boolean => endsWithAdministrator.test(user.trim());

/** How every name and number of root begins. */
const beginsRoot = /^(?:r|ro|roo|root|[+-]?0*)$/;

/** Whether a user, perhaps partly known, is an administrator of a container on a system; otherwise why that is unknown. */
export function isAdministratorIn(
	user: ContainerFacts["user"],
	system: "linux" | "windows",
): boolean | Unresolved | "no user" {
	if (isUnresolved(user)) return (user.text === undefined ? null : answerFor(user.text, system)) ?? user;
	if (user === null || user.trim() === "") return "no user";
	return system === "linux" ? isRoot(user) : isWindowsAdministrator(user);
}

/** A user for display, with labels for its unknown parts. */
export const userText = (user: ContainerFacts["user"]): string =>
	formatForDisplay(String(isUnresolved(user) ? user.text : user));

/** Null if it depends on the unknown parts. */
function answerFor(user: PartialText, system: "linux" | "windows"): boolean | null {
	if (system === "linux") {
		const start = user.literalStart.trimStart();
		if (start.includes(":")) return isRoot(start);
		return beginsRoot.test(start) ? null : false;
	}
	if (isWindowsAdministrator(user.toMarked())) return true;
	const glob = globOf(user).trim().toLowerCase();
	const mayBe = administrators.some((name) => globsOverlap(glob, name) || globsOverlap(glob, `*\\${name}`));
	return mayBe ? null : false;
}

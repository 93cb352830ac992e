/**
 * Whether a Linux container's user is root, by name or by number, in any group. As the engine parses it
 * (github.com/moby/sys/user, GetExecUser), a number may have a sign and leading zeros, and a missing user before the group is root.
 */
export function isRoot(user: string): boolean {
	const name = user.replace(/:.*/s, "").trim();
	return name === "" || name === "root" || /^[+-]?0+$/.test(name);
}

/**
 * Whether a Windows container's user is an administrator: the default one (with or without a `User Manager\` prefix), the
 * computer's administrator or the system account.
 */
export function isWindowsAdministrator(user: string): boolean {
	return /(?:^|\\)(?:containeradministrator|administrator|system|localsystem)$/i.test(user.trim());
}

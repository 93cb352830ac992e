/**
 * Whether a Linux container's user is root: by name or by number, whatever the group. As the engine reads it
 * (github.com/moby/sys/user, GetExecUser), a number may have zeros and a sign before it, and no user before the group is root.
 */
export function isRoot(user: string): boolean {
	const name = user.replace(/:.*/s, "").trim();
	return name === "" || name === "root" || /^[+-]?0+$/.test(name);
}

/**
 * Whether a Windows container's user is an administrator: the default one (with or without `User Manager\` before it), the
 * computer's or the system itself.
 */
export function isWindowsAdministrator(user: string): boolean {
	return /(?:^|\\)(?:containeradministrator|administrator|system|localsystem)$/i.test(user.trim());
}

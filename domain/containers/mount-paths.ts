/** Folders of programs or of the kernel: a mount at or below one of them hides what the image provides there. */
const systemFolders = [/^bin$/, /^sbin$/, /^lib/, /^boot$/, /^proc$/, /^sys$/, /^dev$/];
const systemFoldersInUsr = [/^bin$/, /^sbin$/, /^lib/];

/** The segments of a container path; repeated and trailing slashes and `.` are ignored. */
function segmentsOf(path: string): readonly string[] {
	return path.split("/").filter((segment) => segment !== "" && segment !== ".");
}

/** Normalizes a path so that equivalent spellings compare equal; case-sensitive, as on Linux. `..` is kept. */
export function normalizePath(path: string): string {
	return `/${segmentsOf(path).join("/")}`;
}

/** Normalizes an absolute path and resolves every `..`. */
export function resolvePath(path: string): string {
	const kept: string[] = [];
	for (const segment of segmentsOf(path)) {
		if (segment === "..") kept.pop();
		else kept.push(segment);
	}
	return `/${kept.join("/")}`;
}

/** Replaces /var/run by /run, to which it is a link in nearly every image and on every host (FHS 3.0). Expects a normalized path. */
export const followRunLink = (path: string): string => path.replace(/^\/var\/run(?=\/|$)/, "/run");

/** Why a path cannot be a mount point; null when it can. */
export function invalidPathReason(path: string): string | null {
	if (!path.startsWith("/")) return "is not absolute";
	return segmentsOf(path).includes("..") ? 'contains ".."' : null;
}

/** The system folder that a mount at this path hides, wholly or in part; null for others: `/etc` itself, but not `/etc/nginx/conf.d`. */
export function coveredSystemPath(path: string): string | null {
	const segments = segmentsOf(path);
	const [first, second, ...others] = segments;
	if (first === undefined) return "/";
	if (second === undefined && (first === "usr" || first === "etc")) return `/${first}`;
	if (first === "dev" && second === "shm") return null;
	if (systemFolders.some((pattern) => pattern.test(first))) return `/${first}`;
	if (first !== "usr" || second === undefined) return null;
	const depth = [second, ...others].findIndex((segment) => systemFoldersInUsr.some((pattern) => pattern.test(segment)));
	return depth === -1 ? null : `/${segments.slice(0, depth + 2).join("/")}`;
}

/** The system folder that a mount at every path with this beginning hides, wholly or in part; null if one does not. */
export function coveredByStart(start: string): string | null {
	const covered = ["", "x", "/x", "shm", "/shm"].map((end) => coveredSystemPath(`${start}${end}`));
	return covered.includes(null) ? null : (covered[0] ?? null);
}

/** Whether a path is the folder or is inside it. */
export function isWithin(path: string, folder: string): boolean {
	const segments = segmentsOf(path);
	return segmentsOf(folder).every((segment, index) => segments[index] === segment);
}

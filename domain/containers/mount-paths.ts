/** Places that hold programs or belong to the kernel: a mount at one of them, or below, replaces what the image brought. */
const withEverythingBelow = [/^bin$/, /^sbin$/, /^lib/, /^boot$/, /^proc$/, /^sys$/, /^dev$/];
const belowUsr = [/^bin$/, /^sbin$/, /^lib/];

/** The parts of a container path: doubled and trailing slashes and `.` do not count. */
function segmentsOf(path: string): readonly string[] {
	return path.split("/").filter((segment) => segment !== "" && segment !== ".");
}

/** One spelling for every path that means the same place; letter case counts, as on Linux. */
export function samePath(path: string): string {
	return `/${segmentsOf(path).join("/")}`;
}

/** The same with every `..` carried out; the path is absolute. */
export function resolvedPath(path: string): string {
	const kept: string[] = [];
	for (const segment of segmentsOf(path)) {
		if (segment === "..") kept.pop();
		else kept.push(segment);
	}
	return `/${kept.join("/")}`;
}

/** In nearly every image, and on every host (FHS 3.0), /var/run is a link to /run; of a path without doubled slashes. */
export const throughRunLink = (path: string): string => path.replace(/^\/var\/run(?=\/|$)/, "/run");

/** Why a path cannot be a mount point, or null. */
export function pathFault(path: string): string | null {
	if (!path.startsWith("/")) return "is not absolute";
	return segmentsOf(path).includes("..") ? 'contains ".."' : null;
}

/** The system folder that a mount at this path covers, or null: `/etc` itself, but not `/etc/nginx/conf.d`. */
export function coveredSystemPath(path: string): string | null {
	const segments = segmentsOf(path);
	const [first, second, ...others] = segments;
	if (first === undefined) return "/";
	if (second === undefined && (first === "usr" || first === "etc")) return `/${first}`;
	if (first === "dev" && second === "shm") return null;
	if (withEverythingBelow.some((pattern) => pattern.test(first))) return `/${first}`;
	if (first !== "usr" || second === undefined) return null;
	const depth = [second, ...others].findIndex((segment) => belowUsr.some((pattern) => pattern.test(segment)));
	return depth === -1 ? null : `/${segments.slice(0, depth + 2).join("/")}`;
}

/** Whether a path is the folder or lies below it. */
export function isWithin(path: string, folder: string): boolean {
	const segments = segmentsOf(path);
	return segmentsOf(folder).every((segment, index) => segments[index] === segment);
}

/**
 * The latest Fargate platform versions by operating system, which Security Hub's ECS.10 compares with as well.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html, read 2026-11-29.
 */
export const latestPlatformVersions = { linux: "1.4.0", windows: "1.0.0" } as const;

/**
 * Compares a Fargate platform version with the latest one, by default with that for Linux, which was the first with the
 * current runtime. A version that is newer than that is current. `unrecognized`: not a version.
 */
export function comparePlatformVersion(
	version: string,
	latest: string = latestPlatformVersions.linux,
): "current" | "old" | "unrecognized" {
	if (version.toUpperCase() === "LATEST") return "current";
	const [given, newest] = [numbersIn(version), numbersIn(latest)];
	if (given === null || newest === null) return "unrecognized";
	const differing = newest.findIndex((number, at) => given[at] !== number);
	return differing < 0 || (given[differing] ?? 0) > (newest[differing] ?? 0) ? "current" : "old";
}

function numbersIn(version: string): readonly number[] | null {
	const numbers = /^(\d{1,4})\.(\d{1,4})\.(\d{1,4})$/.exec(version);
	return numbers === null ? null : numbers.slice(1).map(Number);
}

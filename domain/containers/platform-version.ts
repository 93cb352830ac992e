/**
 * Compares a Fargate platform version for Linux with 1.4.0, the first with the current runtime. `strange`: not a version.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html, read 2026-11-21.
 */
export function comparePlatformVersion(version: string): "current" | "old" | "unrecognized" {
	if (version.toUpperCase() === "LATEST") return "current";
	const numbers = /^(\d{1,4})\.(\d{1,4})\.\d{1,4}$/.exec(version);
	if (numbers === null) return "unrecognized";
	const [major, minor] = numbers.slice(1).map(Number) as [number, number];
	return major > 1 || (major === 1 && minor >= 4) ? "current" : "old";
}

/**
 * How a Fargate platform version for Linux stands to 1.4.0, the first with today's runtime. `strange`: no version.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html, read 2026-11-21.
 */
export function platformAge(version: string): "current" | "old" | "strange" {
	if (version.toUpperCase() === "LATEST") return "current";
	const [, major, minor] = /^(\d{1,4})\.(\d{1,4})\.\d{1,4}$/.exec(version) ?? [];
	if (major === undefined || minor === undefined) return "strange";
	return Number(major) > 1 || (major === "1" && Number(minor) >= 4) ? "current" : "old";
}

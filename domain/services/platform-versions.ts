import type { PlatformVersion, ServiceFacts } from "../../core/facts.ts";
import { wasRead } from "../../core/reading.ts";
import { formatForDisplay, formatList } from "../../core/text.ts";
import { fail, type Judgement, notApplicable, pass, unknown } from "../../core/verdict.ts";
import { comparePlatformVersion, latestPlatformVersions } from "../containers/platform-version.ts";
import { ownerName, serviceName } from "./service-name.ts";

/** Judges whether a service and its task sets run on the latest Fargate platform version of their operating system. */
export function judgePlatformVersions(facts: ServiceFacts): Judgement {
	const { platformVersions, launchTypes } = facts;
	const name = serviceName(facts);
	if (platformVersions.length === 0) {
		if (launchTypes.includes("FARGATE")) return unknown(`${name}: ECS returned no platform version`);
		if (launchTypes.length === 0) return unknown(`${name}: cannot tell whether it runs on Fargate`);
		return notApplicable(`${name}: it does not run on Fargate`);
	}
	const having = (wanted: ReturnType<typeof ageOf>) =>
		platformVersions.filter((one) => ageOf(one, facts) === wanted).map(describe);
	const old = having("old");
	if (old.length > 0) {
		const { linux, windows } = latestPlatformVersions;
		return fail(`${name}: ${formatList(old)}; the latest is ${linux} for Linux, ${windows} for Windows`);
	}
	const unrecognized = having("unrecognized");
	if (unrecognized.length > 0) return unknown(`${name}: ${formatList(unrecognized)}, which is not recognized`);
	const open = having("unknown");
	if (open.length > 0) return unknown(`${name}: ${formatList(open)}; whether on Linux or Windows is unknown`);
	return pass(`${name}: ${formatList(platformVersions.map(describe))}`);
}

/** `unknown`: the latest for one operating system and old for the other, and it is unknown which one applies. */
function ageOf(
	one: PlatformVersion,
	{ definition }: ServiceFacts,
): ReturnType<typeof comparePlatformVersion> | "unknown" {
	const { linux, windows } = latestPlatformVersions;
	const ages = {
		linux: comparePlatformVersion(one.version, linux),
		windows: comparePlatformVersion(one.version, windows),
	};
	const system =
		one.family === null ? systemOf(definition) : one.family.toUpperCase().startsWith("WINDOWS") ? "windows" : "linux";
	if (system !== null) return ages[system];
	return ages.linux === ages.windows ? ages.linux : "unknown";
}

/** ECS lets no service run a task definition of another operating system than its platform's. */
function systemOf(definition: ServiceFacts["definition"]): "linux" | "windows" | null {
	const system = wasRead(definition) ? definition.value?.operatingSystem : null;
	return typeof system === "string" ? system : null;
}

const describe = ({ of, version }: PlatformVersion): string =>
	`${ownerName(of)} is set to ${formatForDisplay(version)}`;

import type { ContainerFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { certainTexts, formatUnknown, isUnresolved } from "../../core/reading.ts";
import { formatForDisplay, formatList } from "../../core/text.ts";
import { fail, type Judgement, pass, unknown } from "../../core/verdict.ts";

/** Capabilities that are known to let a container take over its host. */
const dangerous = new Set(["ALL", "DAC_READ_SEARCH", "NET_ADMIN", "SYS_ADMIN", "SYS_MODULE", "SYS_PTRACE"]);

const remediations = {
	ecs: { add: "linuxParameters.capabilities.add", drop: 'Write "capabilities": {"drop": ["ALL"]} in linuxParameters.' },
	docker: { add: "cap_add (docker run --cap-add)", drop: "Write cap_drop: [ALL] (docker run --cap-drop ALL)." },
};

/** Judges the capabilities that a container adds; those in `allowed` are tolerated. A pass that does not drop ALL proposes to. */
export function judgeCapabilities(
	{ name, capabilities }: ContainerFacts,
	allowed: readonly string[],
	engine: TaskDefinitionFacts["engine"],
): Judgement {
	const { add, drop } = isUnresolved(capabilities) ? { add: capabilities, drop: capabilities } : capabilities;
	const tolerated = new Set(allowed.map(canonicalName));
	const added = [...new Set(certainTexts(add).map(canonicalName))];
	const excess = added.filter((capability) => !tolerated.has(capability));
	if (excess.length > 0) {
		const names = formatList(excess.map(formatForDisplay), 10);
		return fail(`container ${name} adds ${names}`, {
			severity: excess.some((capability) => dangerous.has(capability)) ? "HIGH" : "MEDIUM",
			remediation: `Remove ${names} from ${remediations[engine].add}.`,
		});
	}
	if (isUnresolved(add) && tolerated.size === 0 && (add.atLeast ?? 0) > 0) {
		return fail(`container ${name} adds a capability that is ${formatUnknown(add)}`, {
			remediation: `Remove it from ${remediations[engine].add}.`,
		});
	}
	if (isUnresolved(add)) return unknown(`the capabilities that container ${name} adds are ${formatUnknown(add)}`);
	const what = `container ${name} adds ${added.length === 0 ? "no capabilities" : `only capabilities that the policy allows (${formatList(added, 10)})`}`;
	if (certainTexts(drop).map(canonicalName).includes("ALL")) return pass(`${what} and drops ALL`);
	if (isUnresolved(drop)) return pass(what);
	return pass(`${what} and keeps the engine's defaults`, { remediation: remediations[engine].drop });
}

/** The engine ignores letter case and a `CAP_` prefix (moby, NormalizeLegacyCapabilities). */
function canonicalName(capability: string): string {
	return capability.trim().toUpperCase().replace(/^CAP_/, "");
}

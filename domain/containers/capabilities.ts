import type { ContainerFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { certainTexts, formatUnknown, isUnresolved } from "../../core/reading.ts";
import { formatForDisplay, formatList } from "../../core/text.ts";
import { fail, type Judgement, pass, unknown } from "../../core/verdict.ts";
import { wordSet } from "../word-set.ts";

/** Capabilities that are known to let a container take over its host. */
const dangerous = new Set(["ALL", "DAC_READ_SEARCH", "NET_ADMIN", "SYS_ADMIN", "SYS_MODULE", "SYS_PTRACE"]);

/**
 * What every container has that drops nothing (oci/caps/defaults.go of github.com/moby/moby, and
 * https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities). ECS adds to these and
 * drops from them (KernelCapabilities, ECS API reference).
 */
const defaults: ReadonlySet<string> = wordSet(
	"AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE NET_RAW SETFCAP SETGID SETPCAP SETUID SYS_CHROOT",
);

const remediations = {
	ecs: { add: "linuxParameters.capabilities.add", drop: 'Write "capabilities": {"drop": ["ALL"]} in linuxParameters.' },
	docker: { add: "cap_add (docker run --cap-add)", drop: "Write cap_drop: [ALL] (docker run --cap-drop ALL)." },
};

/**
 * Judges the capabilities that a container adds. Those of the default set give it no more than it would have without `capabilities`, and
 * those in `allowed` are tolerated. A pass that does not drop ALL proposes to.
 */
export function judgeCapabilities(
	{ name, capabilities }: ContainerFacts,
	allowed: readonly string[],
	engine: TaskDefinitionFacts["engine"],
): Judgement {
	const { add, drop } = isUnresolved(capabilities) ? { add: capabilities, drop: capabilities } : capabilities;
	const tolerated = new Set(allowed.map(canonicalName));
	const added = [...new Set(certainTexts(add).map(canonicalName))];
	const excess = added.filter((capability) => !defaults.has(capability) && !tolerated.has(capability));
	if (excess.length > 0) {
		const names = formatList(excess.map(formatForDisplay), 10);
		return fail(`container ${name} adds ${names}`, {
			severity: excess.some((capability) => dangerous.has(capability)) ? "HIGH" : "MEDIUM",
			remediation: `Remove ${names} from ${remediations[engine].add}.`,
		});
	}
	if (isUnresolved(add)) return unknown(`the capabilities that container ${name} adds are ${formatUnknown(add)}`);
	const what = `container ${name} adds ${addedText(added)}`;
	if (certainTexts(drop).map(canonicalName).includes("ALL")) return pass(`${what} and drops ALL`);
	if (isUnresolved(drop)) return pass(what);
	return pass(`${what} and keeps the engine's defaults`, { remediation: remediations[engine].drop });
}

function addedText(added: readonly string[]): string {
	if (added.length === 0) return "no capabilities";
	const isDefault = added.every((capability) => defaults.has(capability));
	return `only capabilities that ${isDefault ? "are granted by default" : "are granted by default or allowed by the policy"} (${formatList(added, 10)})`;
}

/** The engine ignores letter case and a `CAP_` prefix (moby, NormalizeLegacyCapabilities). */
function canonicalName(capability: string): string {
	return capability.trim().toUpperCase().replace(/^CAP_/, "");
}

import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import type { Severity } from "../../core/verdict.ts";
import { mayBe } from "../possible-texts.ts";
import type { Problem } from "./problems.ts";

interface Namespace {
	readonly mode: "pidMode" | "ipcMode" | "networkMode";
	/** The key in a Compose file. */
	readonly composeKey: string;
	readonly severity: Severity;
	readonly impact: string;
	readonly remediations: Readonly<Record<TaskDefinitionFacts["engine"], string>>;
}

const namespaces: readonly Namespace[] = [
	{
		mode: "pidMode",
		composeKey: "pid",
		severity: "HIGH",
		impact: "containers can see and signal every process on the host",
		remediations: {
			ecs: 'Remove "pidMode": "host", or write "task" if containers of one task must see each other.',
			docker: "Remove pid: host (docker run --pid host), or name one service: pid: service:app.",
		},
	},
	{
		mode: "ipcMode",
		composeKey: "ipc",
		severity: "HIGH",
		impact: "containers can read and write the shared memory of the host's processes",
		remediations: {
			ecs: 'Remove "ipcMode": "host", or write "task" if containers of one task share memory.',
			docker: "Remove ipc: host (docker run --ipc host), or name one service: ipc: service:app.",
		},
	},
	{
		mode: "networkMode",
		composeKey: "network_mode",
		severity: "MEDIUM",
		impact: "containers can reach everything that listens on the host, including on its loopback interface",
		remediations: {
			ecs: 'Write "networkMode": "awsvpc".',
			docker: "Remove network_mode: host (docker run --network host) and publish the ports that are needed.",
		},
	},
];

const throughHost = "host through ";

/** The mode of a container in Docker that joins another one with the host's namespace; `mode` is written, such as `service:app`. */
export const hostThrough = (mode: string): string => `${throughHost}${mode}`;

/**
 * The namespaces that a task shares with its host; `unresolved`: why there may be more. With `shared`, "the daemon joins the host PID
 * namespace" (RegisterDaemonTaskDefinition, ECS API reference); no other task can have it.
 */
export function checkHostNamespaces(facts: TaskDefinitionFacts): {
	readonly problems: readonly Problem[];
	readonly unresolved: { readonly reason: string; readonly field: string } | null;
} {
	const { engine } = facts;
	const problems = namespaces.flatMap(({ mode, composeKey, severity, impact, remediations }) => {
		if (engine === "ecs" && mode !== "networkMode" && facts[mode] === "shared") {
			const message = `${mode} is shared, which is the host's namespace in a daemon, so ${impact}`;
			return [{ severity, message, remediation: `Remove "${mode}": "shared"; the default is none.`, field: mode }];
		}
		const value = facts[mode];
		const isThrough = engine === "docker" && typeof value === "string" && value.startsWith(throughHost);
		if (value !== "host" && !isThrough) return [];
		const name = engine === "ecs" ? mode : composeKey;
		const message = `${name} is ${formatForDisplay(value)}, so ${impact}`;
		const remediation = isThrough
			? `Remove ${composeKey}, or ${composeKey}: host from what it joins.`
			: remediations[engine];
		return [{ severity, message, remediation, field: mode }];
	});
	const open = namespaces.flatMap(({ mode, composeKey }) => {
		const value = facts[mode];
		if (!isUnresolved(value) || !mayBe(value, "host")) return [];
		return [{ name: engine === "ecs" ? mode : composeKey, field: mode, why: formatUnknown(value) }];
	});
	const reasons = [...new Set(open.map(({ why }) => why))].map((why) => {
		const modes = open.filter((one) => one.why === why).map(({ name }) => name);
		return `${joinNames(modes)} ${modes.length === 1 ? "is" : "are"} ${why}`;
	});
	const [first] = open;
	const unresolved = first === undefined ? null : { reason: reasons.join("; "), field: first.field };
	return { problems, unresolved };
}

/** `pid`, `pid and ipc`, `pid, ipc and network_mode`. */
const joinNames = (names: readonly string[]): string =>
	names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

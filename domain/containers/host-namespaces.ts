import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { isUnresolved, notKnown } from "../../core/reading.ts";
import type { Severity } from "../../core/verdict.ts";
import type { Problem } from "./problems.ts";

interface Namespace {
	readonly mode: "pidMode" | "ipcMode" | "networkMode";
	/** The Compose key. */
	readonly key: string;
	readonly severity: Severity;
	readonly reach: string;
	readonly instead: Readonly<Record<TaskDefinitionFacts["engine"], string>>;
}

const namespaces: readonly Namespace[] = [
	{
		mode: "pidMode",
		key: "pid",
		severity: "HIGH",
		reach: "containers can see and signal every process on the host",
		instead: {
			ecs: 'Remove "pidMode": "host", or write "task" if containers of one task must see each other.',
			docker: "Remove pid: host (docker run --pid host), or name one service: pid: service:app.",
		},
	},
	{
		mode: "ipcMode",
		key: "ipc",
		severity: "HIGH",
		reach: "containers can read and write the shared memory of the host's processes",
		instead: {
			ecs: 'Remove "ipcMode": "host", or write "task" if containers of one task share memory.',
			docker: "Remove ipc: host (docker run --ipc host), or name one service: ipc: service:app.",
		},
	},
	{
		mode: "networkMode",
		key: "network_mode",
		severity: "MEDIUM",
		reach: "containers can reach everything that listens on the host, including on its loopback interface",
		instead: {
			ecs: 'Write "networkMode": "awsvpc".',
			docker: "Remove network_mode: host (docker run --network host) and publish the ports that are needed.",
		},
	},
];

/** The namespaces that a task shares with its host, and why there may be more. */
export function hostNamespaces(facts: TaskDefinitionFacts): {
	readonly problems: readonly Problem[];
	readonly open: { readonly reason: string; readonly field: string } | null;
} {
	const { engine } = facts;
	const problems = namespaces
		.filter(({ mode }) => facts[mode] === "host")
		.map(({ mode, key, severity, reach, instead }) => ({
			severity,
			message: `${engine === "ecs" ? mode : key} is host: ${reach}`,
			remediation: instead[engine],
			field: mode,
		}));
	const [open = null] = namespaces.flatMap(({ mode, key }) => {
		const value = facts[mode];
		return isUnresolved(value)
			? [{ reason: `${engine === "ecs" ? mode : key} is ${notKnown(value)}`, field: mode }]
			: [];
	});
	return { problems, open };
}

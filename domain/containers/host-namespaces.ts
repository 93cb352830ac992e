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
		reach: "every process of the host can be seen and signalled",
		instead: {
			ecs: 'Take "pidMode": "host" out, or write "task" where containers of one task have to see each other.',
			docker: "Take pid: host out (docker run --pid host), or name one service: pid: service:app.",
		},
	},
	{
		mode: "ipcMode",
		key: "ipc",
		severity: "HIGH",
		reach: "the shared memory of the host's processes can be read and written",
		instead: {
			ecs: 'Take "ipcMode": "host" out, or write "task" where containers of one task share memory.',
			docker: "Take ipc: host out (docker run --ipc host), or name one service: ipc: service:app.",
		},
	},
	{
		mode: "networkMode",
		key: "network_mode",
		severity: "MEDIUM",
		reach: "what listens on the host, on its loopback too, can be reached",
		instead: {
			ecs: 'Write "networkMode": "awsvpc".',
			docker: "Take network_mode: host out (docker run --network host) and publish the ports that are needed.",
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

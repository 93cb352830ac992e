import { stringify } from "yaml";

/** One container with every property that the four formats have in common. */
export interface ContainerModel {
	readonly image: string;
	readonly readOnly: boolean | null;
	readonly privileged: boolean | null;
	readonly user: string | null;
	/** MiB. */
	readonly memory: number | null;
	readonly tmpfs: readonly { readonly path: string; readonly size: number; readonly options: readonly string[] }[];
	readonly mounts: readonly { readonly path: string; readonly hostPath: string | null; readonly readOnly: boolean }[];
	readonly environment: Readonly<Record<string, string>>;
	readonly logDriver: string;
	readonly add: readonly string[];
	readonly drop: readonly string[];
	readonly pidMode: string | null;
	readonly ipcMode: string | null;
	readonly networkMode: string | null;
}

type Json = Readonly<Record<string, unknown>>;

/** Removes properties that are null. */
const said = (fields: Json): Json =>
	Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));

const volumeOf = (index: number): string => `v${index}`;

function containerOf(model: ContainerModel): Json {
	return said({
		name: "app",
		image: model.image,
		readonlyRootFilesystem: model.readOnly,
		privileged: model.privileged,
		user: model.user,
		memory: model.memory,
		linuxParameters: {
			tmpfs: model.tmpfs.map(({ path, size, options }) => ({ containerPath: path, size, mountOptions: options })),
			capabilities: { add: model.add, drop: model.drop },
		},
		mountPoints: model.mounts.map(({ path, readOnly }, index) => ({
			sourceVolume: volumeOf(index),
			containerPath: path,
			readOnly,
		})),
		environment: Object.entries(model.environment).map(([name, value]) => ({ name, value })),
		logConfiguration: { logDriver: model.logDriver },
	});
}

const volumesOf = ({ mounts }: ContainerModel) =>
	mounts.map(({ hostPath }, index) => ({
		name: volumeOf(index),
		...(hostPath === null ? {} : { host: { sourcePath: hostPath } }),
	}));

/** In the form of RegisterTaskDefinition. */
export function asTaskDefinition(model: ContainerModel): string {
	const { pidMode, ipcMode, networkMode } = model;
	return JSON.stringify(
		said({
			family: "app",
			pidMode,
			ipcMode,
			networkMode,
			containerDefinitions: [containerOf(model)],
			volumes: volumesOf(model),
		}),
		null,
		2,
	);
}

/** The same with capitalized keys. */
function capitalised(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(capitalised);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]) => [key.charAt(0).toUpperCase() + key.slice(1), capitalised(inner)]),
	);
}

/** A template, in JSON or YAML. */
export function asCloudFormation(model: ContainerModel, language: "json" | "yaml"): string {
	const template = {
		Resources: {
			App: { Type: "AWS::ECS::TaskDefinition", Properties: capitalised(JSON.parse(asTaskDefinition(model))) },
		},
	};
	return language === "json" ? JSON.stringify(template, null, 2) : stringify(template);
}

/** A plan as `terraform show -json` prints it. */
export function asTerraformPlan(model: ContainerModel): string {
	const values = {
		family: "app",
		pid_mode: model.pidMode,
		ipc_mode: model.ipcMode,
		network_mode: model.networkMode,
		container_definitions: JSON.stringify([containerOf(model)]),
		volume: model.mounts.map(({ hostPath }, index) => ({ name: volumeOf(index), host_path: hostPath ?? "" })),
	};
	const resource = {
		address: "aws_ecs_task_definition.app",
		mode: "managed",
		type: "aws_ecs_task_definition",
		name: "app",
		values,
	};
	return JSON.stringify({ format_version: "1.2", planned_values: { root_module: { resources: [resource] } } });
}

/** A Terraform file, in which JSON is written as HCL's own values: they look the same, apart from what begins a template. */
export function asTerraform(model: ContainerModel): string {
	const literal = (value: unknown) => JSON.stringify(value, null, 2).replace(/[$%](?=\{)/g, "$&$&");
	const { pidMode, ipcMode, networkMode } = model;
	const attributes = { pid_mode: pidMode, ipc_mode: ipcMode, network_mode: networkMode };
	const volumes = model.mounts.map(
		({ hostPath }, index) => `volume {\nname = ${literal(volumeOf(index))}\nhost_path = ${literal(hostPath)}\n}`,
	);
	return [
		'resource "aws_ecs_task_definition" "app" {',
		'family = "app"',
		...Object.entries(attributes).map(([name, value]) => `${name} = ${literal(value)}`),
		`container_definitions = jsonencode(${literal([containerOf(model)])})`,
		...volumes,
		"}\n",
	].join("\n");
}

/** A Compose file with one service. */
export function asCompose(model: ContainerModel): string {
	const service = said({
		image: model.image,
		read_only: model.readOnly,
		privileged: model.privileged,
		user: model.user,
		mem_limit: model.memory === null ? null : `${model.memory}m`,
		tmpfs: model.tmpfs.map(({ path, size, options }) => `${path}:${[`size=${size}m`, ...options].join(",")}`),
		cap_add: model.add,
		cap_drop: model.drop,
		volumes: model.mounts.map(
			({ path, hostPath, readOnly }, index) => `${hostPath ?? volumeOf(index)}:${path}${readOnly ? ":ro" : ""}`,
		),
		environment: model.environment,
		logging: { driver: model.logDriver },
		pid: model.pidMode,
		ipc: model.ipcMode,
		network_mode: model.networkMode,
	});
	const named = model.mounts.flatMap(({ hostPath }, index) => (hostPath === null ? volumeOf(index) : []));
	return stringify({ services: { app: service }, volumes: Object.fromEntries(named.map((name) => [name, {}])) });
}

import {
	CreateServiceCommand,
	type CreateServiceCommandInput,
	DescribeServicesCommand,
	type ECSClient,
	UpdateServiceCommand,
	type UpdateServiceCommandInput,
} from "@aws-sdk/client-ecs";
import type { ServiceDescription } from "./account-schema.ts";

/** Outputs of the stack, by their names. */
export type Outputs = Readonly<Record<string, string>>;

/** Creates a service, or updates the one of this name. */
export async function writeService(ecs: ECSClient, service: ServiceDescription, outputs: Outputs): Promise<void> {
	const { name, desiredCount } = service;
	const cluster = clusterOf(service);
	const settings = Object.fromEntries(serviceFields.map((key) => [key, service[key]]));
	const values = { cluster, ...withOutputs(withoutNulls(settings), outputs) };
	const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [name] }));
	if (services.some(({ status }) => status === "ACTIVE")) {
		const { tags: _, launchType: __, deploymentController: ___, ...changes } = values as CreateServiceCommandInput;
		const count = typeof desiredCount === "number" ? { desiredCount } : {};
		const input: UpdateServiceCommandInput = { service: name, ...changes, ...count };
		await ecs.send(new UpdateServiceCommand(input));
		return;
	}
	const count = typeof desiredCount === "number" ? desiredCount : 1;
	await ecs.send(new CreateServiceCommand({ serviceName: name, desiredCount: count, ...values }));
}

export const clusterOf = ({ cluster }: ServiceDescription): string => cluster?.split("/").at(-1) ?? "default";

/** Load balancers are left out: moto requires them to exist, and no control depends on them. */
const serviceFields = [
	"taskDefinition",
	"launchType",
	"platformVersion",
	"capacityProviderStrategy",
	"enableExecuteCommand",
	"deploymentConfiguration",
	"deploymentController",
	"networkConfiguration",
	"tags",
] as const;

export const withoutNulls = (settings: object): object =>
	Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null && value !== undefined));

/** With the ARNs of the stack in place of the names of its outputs, as in docs/enforcement.md. */
function withOutputs(settings: object, outputs: Outputs): object {
	return JSON.parse(JSON.stringify(settings), (key, value: unknown) =>
		(key === "hookTargetArn" || key === "roleArn") && typeof value === "string" ? (outputs[value] ?? value) : value,
	);
}

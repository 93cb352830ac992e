import type { LambdaClient } from "@aws-sdk/client-lambda";
import { listMappings, type Mapping } from "../../adapters/lambda/list-mappings.ts";
import { readFunction } from "../../adapters/lambda/read-function.ts";
import { type Installation, type InstalledFunction, queueArnOf } from "../installation.ts";
import { type Answer, ok, problem } from "../result.ts";
import { awsCommand } from "../shell-command.ts";
import { missing } from "./missing.ts";

/** Whether a function of the stack may run and Lambda calls it. `stream`: ARN of the ledger's stream; null if that is unknown. */
export async function checkFunction(
	client: LambdaClient,
	installation: Installation,
	{ name, queue, readsStream }: InstalledFunction,
	stream: string | null,
): Promise<Answer> {
	const found = await readFunction(client, name);
	if (found === null) return missing(`function ${name}`, installation);
	const mappings = await listMappings(client, name);
	const queueArn = queue === null ? null : queueArnOf(installation, queue);
	const sources = [
		...(queueArn === null ? [] : [{ what: "its queue", mapping: mappings.find(({ source }) => source === queueArn) }]),
		...(readsStream
			? [{ what: "the ledger's stream", mapping: mappings.find(({ source }) => isStream(source, stream)) }]
			: []),
	];
	const absent = sources.find(({ mapping }) => mapping === undefined);
	if (absent !== undefined)
		return missing(`the event source mapping of function ${name} for ${absent.what}`, installation);
	const off = sources.filter(({ mapping }) => mapping !== undefined && stopped.includes(mapping.state));
	const { region } = installation;
	const fixes = [
		...(found.reservedConcurrency === 0
			? [awsCommand(region, "lambda", "delete-function-concurrency", "--function-name", name)]
			: []),
		...off.flatMap(({ mapping }) => (mapping?.state === "Disabled" ? [enable(region, mapping)] : [])),
	];
	if (off.length === 0 && found.reservedConcurrency !== 0)
		return ok(
			["enabled", ...(sources.length > 0 ? [`takes ${sources.map(({ what }) => what).join(" and ")}`] : [])].join(", "),
		);
	const what = [
		...(found.reservedConcurrency === 0 ? ["has a reserved concurrency of 0"] : []),
		...off.map(({ what, mapping }) => `does not take ${what} (its event source mapping is ${mapping?.state})`),
	];
	// Lambda does not accept a change meanwhile (API reference, UpdateEventSourceMapping: ResourceInUseException).
	const isChanging = off.some(({ mapping }) => mapping?.state !== "Disabled");
	const wait = isChanging ? "; wait until Lambda has finished that, and run doctor again" : "";
	return problem(`function ${name} ${what.join(" and ")}${wait}`, ...fixes);
}

/** The other states are those on the way to Enabled, and of a mapping that is enabled (API reference, EventSourceMappingConfiguration). */
const stopped = ["Disabled", "Disabling", "Deleting"];

const isStream = (source: string, stream: string | null): boolean =>
	stream === null ? source.includes(":dynamodb:") : source === stream;

const enable = (region: string, mapping: Mapping | undefined): string =>
	awsCommand(region, "lambda", "update-event-source-mapping", "--uuid", mapping?.uuid ?? "", "--enabled");

import type { TaskDefinitionDescription } from "../account-schema.ts";
import { AwsError, type Fields, fieldsOf, forward, requestFor, toReply } from "./aws-json.ts";
import type { Reply, Request } from "./loopback.ts";

/** Revisions as they were registered, by `family:revision`. */
export type RegisteredDefinitions = Map<string, TaskDefinitionDescription>;

/** DescribeTaskDefinition: of a family, the newest ACTIVE revision; and each revision as it was registered. */
export async function describeTaskDefinition(
	moto: string,
	request: Request,
	stored: RegisteredDefinitions,
): Promise<Reply> {
	const parameters = fieldsOf(request);
	const name =
		String(parameters["taskDefinition"] ?? "")
			.split("/")
			.at(-1) ?? "";
	const revision = /:\d+$/.test(name) ? name : await findNewestActive(moto, request, name);
	if (revision === null) {
		return toReply(() => {
			throw new AwsError("ClientException", "Unable to describe task definition.");
		});
	}
	const reply = await forward(moto, { ...request, body: JSON.stringify({ ...parameters, taskDefinition: revision }) });
	const registered = stored.get(revision);
	if (reply.status !== 200 || registered === undefined) return reply;
	return restoreRegistered(reply, registered);
}

/** `family:revision` of a family's newest ACTIVE revision; null when it has none. */
async function findNewestActive(moto: string, request: Request, family: string): Promise<string | null> {
	const list = requestFor(request, "ListTaskDefinitions", { familyPrefix: family, status: "ACTIVE" });
	const answer = await forward(moto, list);
	const { taskDefinitionArns = [] } = JSON.parse(answer.body) as { readonly taskDefinitionArns?: readonly string[] };
	const revisions = taskDefinitionArns
		.map((arn) => arn.split("/").at(-1)?.split(":") ?? [])
		.filter(([name]) => name === family)
		.map(([, revision]) => Number(revision));
	return revisions.length === 0 ? null : `${family}:${Math.max(...revisions)}`;
}

/** Fields that AWS adds to a revision; all others are returned as registered. */
const awsFields = ["taskDefinitionArn", "revision", "status", "compatibilities", "registeredAt", "registeredBy"];

/** The tags are those of moto, because they change. */
function restoreRegistered(reply: Reply, { tags: _, ...registered }: TaskDefinitionDescription): Reply {
	const answer = JSON.parse(reply.body) as { readonly taskDefinition: Fields };
	const awsValues = Object.entries(answer.taskDefinition).filter(([key]) => awsFields.includes(key));
	const required = registered["requiresCompatibilities"];
	const taskDefinition = {
		...registered,
		...(typeof registered["memory"] === "string" ? { memory: toMiB(registered["memory"]) } : {}),
		...Object.fromEntries(awsValues),
		...(Array.isArray(required) && required.length > 0 ? { compatibilities: required } : {}),
	};
	return { ...reply, body: JSON.stringify({ ...answer, taskDefinition }) };
}

/** ECS accepts "1 GB" and returns "1024". */
function toMiB(memory: string): string {
	const gigabytes = /^\s*(\d+(?:\.\d+)?)\s*GB\s*$/i.exec(memory)?.[1];
	return gigabytes === undefined ? memory : String(Number(gigabytes) * 1024);
}

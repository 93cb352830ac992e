import { AwsError, answered, fieldsOf, forward, operationOf } from "./aws-json.ts";
import { type Loopback, listen, type Reply, type Request } from "./loopback.ts";

/** Names of the operations that the double alters. */
export const ecsOperations: readonly string[] = ["DescribeTaskDefinition"];

/**
 * Stands in front of moto's ECS, for one thing: asked for a family, DescribeTaskDefinition answers its newest ACTIVE
 * revision, where moto answers the newest one whatever became of it.
 */
export function ecsDouble(ready: Promise<string>, failed: (error: unknown) => void): Promise<Loopback> {
	return listen(async (request) => {
		const moto = await ready;
		if (operationOf(request) !== "DescribeTaskDefinition") return forward(moto, request);
		const asked = fieldsOf(request);
		const family =
			String(asked["taskDefinition"] ?? "")
				.split("/")
				.at(-1) ?? "";
		if (/:\d+$/.test(family)) return forward(moto, request);
		const newest = await newestActive(moto, request, family);
		if (newest === null) {
			return answered(() => {
				throw new AwsError("ClientException", "Unable to describe task definition.");
			});
		}
		return forward(moto, { ...request, body: JSON.stringify({ ...asked, taskDefinition: newest }) });
	}, failed);
}

/** ARN of a family's newest ACTIVE revision; null when it has none. */
async function newestActive(moto: string, request: Request, family: string): Promise<string | null> {
	const target = request.headers["x-amz-target"]?.replace(/[^.]+$/, "ListTaskDefinitions") ?? "";
	const answer: Reply = await forward(moto, {
		...request,
		headers: { ...request.headers, "x-amz-target": target },
		body: JSON.stringify({ familyPrefix: family, status: "ACTIVE" }),
	});
	const { taskDefinitionArns = [] } = JSON.parse(answer.body) as { readonly taskDefinitionArns?: readonly string[] };
	const own = taskDefinitionArns.filter((arn) => arn.split("/").at(-1)?.replace(/:\d+$/, "") === family);
	const revisionOf = (arn: string): number => Number(arn.split(":").at(-1));
	return own.toSorted((a, b) => revisionOf(b) - revisionOf(a))[0] ?? null;
}

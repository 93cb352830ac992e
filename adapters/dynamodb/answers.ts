import { ConditionalCheckFailedException, type DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { LedgerEntry } from "../../core/ledger.ts";
import type { Permission } from "../../core/permission.ts";
import type { RecordedAnswer } from "../../domain/approvals/approval.ts";
import { serviceOfDeployment, type WaitingKey } from "../../domain/approvals/waiting.ts";
import { callAws } from "../clients/call-aws.ts";
import { getItem, readEntry } from "./get-item.ts";
import { type Item, itemOf } from "./items.ts";
import { queryItems } from "./query-items.ts";

const partitionOf = (cluster: string, service: string): string => `answers#${cluster}/${service}`;

export const permissions: readonly Permission[] = [
	{ action: "dynamodb:GetItem", on: "ledger", keys: [partitionOf("*", "*"), "arn:*"] },
	{ action: "dynamodb:PutItem", on: "ledger", keys: [partitionOf("*", "*")] },
	{ action: "dynamodb:Query", on: "ledger", keys: [partitionOf("*", "*")] },
];

/** What approvers have decided about deployments that waited. All functions throw TryLaterError. */
export interface Answers {
	/** The entry of the subject with which it is recorded that a deployment waits; null if there is none. */
	entry(arn: string): Promise<LedgerEntry | null>;
	/** What was decided about a hook; null if nothing was, also for what is no deployment. */
	find(key: WaitingKey): Promise<RecordedAnswer | null>;
	/**
	 * Records an answer, unless another invocation may be giving one, or one was given: then that one is returned, and nothing is recorded.
	 * One that was begun so long ago that its function has ended is replaced.
	 */
	begin(answer: RecordedAnswer): Promise<RecordedAnswer | null>;
	/** Records the state in which an answer that had begun has ended. */
	end(answer: RecordedAnswer): Promise<void>;
	ofService(cluster: string, service: string): Promise<readonly RecordedAnswer[]>;
}

/** For which an answer is remembered at least, so that a click on an old message finds it. */
const keptSeconds = 30 * 86_400;
/** Longer than the function's timeout. */
const leaseMs = 90_000;

export function createAnswers(client: DynamoDBClient, table: string): Answers {
	const put = async (answer: RecordedAnswer, condition: object = {}) => {
		const expiresAt = Math.ceil(Date.parse(answer.until) / 1_000) + keptSeconds;
		const { pk, sk } = placeOf(answer.key) ?? notADeployment(answer.key);
		const Item = itemOf(pk, sk, { ...answer, expiresAt });
		const command = new PutItemCommand({ TableName: table, Item, ...condition });
		await callAws("dynamodb:PutItem", (options) => client.send(command, options));
	};
	return {
		entry: (arn) => readEntry(client, table, arn),
		async find(key) {
			const place = placeOf(key);
			return place === null ? null : answerIn(await getItem(client, table, place.pk, place.sk));
		},
		async begin(answer) {
			try {
				await put(answer, {
					ConditionExpression: "attribute_not_exists(pk) OR #state = :failed OR (#state = :begun AND stateAt < :stale)",
					ExpressionAttributeNames: { "#state": "state" },
					ExpressionAttributeValues: {
						":failed": { S: "failed" },
						":begun": { S: "begun" },
						":stale": { S: new Date(Date.parse(answer.stateAt) - leaseMs).toISOString() },
					},
					ReturnValuesOnConditionCheckFailure: "ALL_OLD",
				});
				return null;
			} catch (error) {
				if (!(error instanceof ConditionalCheckFailedException)) throw error;
				return answerIn(error.Item);
			}
		},
		end: (answer) => put(answer),
		async ofService(cluster, service) {
			const items = await queryItems(client, table, partitionOf(cluster, service), sortPrefix);
			return items.flatMap((item) => answerIn(item) ?? []);
		},
	};
}

const sortPrefix = "answer#";

/** Where the answer to a hook is; null if the key names no deployment. */
function placeOf({ deployment, hook }: WaitingKey): { readonly pk: string; readonly sk: string } | null {
	const place = serviceOfDeployment(deployment);
	if (place === null) return null;
	const id = deployment.slice(deployment.lastIndexOf("/") + 1);
	return { pk: partitionOf(place.cluster, place.service), sk: `${sortPrefix}${id}#${hook}` };
}

/** The ledger's record of a deployment that waits has its ARN. */
function notADeployment({ deployment }: WaitingKey): never {
	throw new Error(`${deployment} is not the ARN of a service deployment`);
}

function answerIn(item: Item | undefined): RecordedAnswer | null {
	if (item?.["sk"]?.S?.startsWith(sortPrefix) !== true) return null;
	const { pk, sk, expiresAt, ...answer } = unmarshall(item);
	return answer as RecordedAnswer;
}

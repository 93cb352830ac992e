import {
	ConditionalCheckFailedException,
	DeleteItemCommand,
	type DynamoDBClient,
	GetItemCommand,
	PutItemCommand,
	type PutItemCommandInput,
	type QueryCommand,
} from "@aws-sdk/client-dynamodb";
import type { Item } from "../../adapters/dynamodb/items.ts";
import type { Invocation } from "./invocation.ts";

type Command = GetItemCommand | PutItemCommand | QueryCommand | DeleteItemCommand;

/** The items of the ledger's table about the images in use, as DynamoDB stores them. */
export class SimulatedItems {
	/** By partition and sort key. */
	readonly #items = new Map<string, Item>();
	/** Called for every item that is stored. */
	onPut: (item: Item) => void = () => undefined;

	/** A client of the table for one invocation; without one, every call takes effect at once. */
	client(invocation?: Invocation): DynamoDBClient {
		const send = async (command: Command) => {
			const name = `dynamodb:${command.constructor.name.replace(/Command$/, "")}`;
			return invocation === undefined ? this.#answer(command) : invocation.call(name, () => this.#answer(command));
		};
		return { send } as unknown as DynamoDBClient;
	}

	/** Items of a partition whose sort keys begin with a prefix, in the order of the sort keys. */
	find(pk: string, prefix: string): readonly Item[] {
		const keys = [...this.#items.keys()].filter((key) => key.startsWith(`${pk} ${prefix}`));
		return keys.sort().map((key) => this.#items.get(key) ?? {});
	}

	#answer(command: Command): object {
		if (command instanceof GetItemCommand) return { Item: this.#items.get(keyIn(command.input.Key)) };
		if (command instanceof PutItemCommand) return this.#put(command.input);
		if (command instanceof DeleteItemCommand) {
			const key = keyIn(command.input.Key);
			requireCondition(command.input, this.#items.get(key));
			this.#items.delete(key);
			return {};
		}
		const { ":pk": pk, ":prefix": prefix } = command.input.ExpressionAttributeValues ?? {};
		return { Items: this.find(pk?.S ?? "", prefix?.S ?? "") };
	}

	#put({ Item = {}, ...condition }: PutItemCommandInput): object {
		const key = keyIn(Item);
		requireCondition(condition, this.#items.get(key));
		this.#items.set(key, structuredClone(Item));
		this.onPut(Item);
		return {};
	}
}

const keyIn = (item: Item = {}): string => `${item["pk"]?.S} ${item["sk"]?.S}`;

type Condition = Pick<PutItemCommandInput, "ConditionExpression" | "ExpressionAttributeValues">;

const conditionFormat = /^(attribute_not_exists\(pk\) OR )?(\w+) (<=|=) (:\w+)$/;

/** Throws what DynamoDB throws if a condition of such a form does not hold for an item. */
function requireCondition(
	{ ConditionExpression: condition, ExpressionAttributeValues: values = {} }: Condition,
	item: Item | undefined,
): void {
	if (condition === undefined) return;
	const [, mayBeNew, attribute, operator, value] = conditionFormat.exec(condition) ?? [];
	if (attribute === undefined || value === undefined) throw new TypeError(`not simulated: ${condition}`);
	const [stored, given] = [item?.[attribute]?.S, values[value]?.S ?? ""];
	const holds = operator === "=" ? stored === given : stored !== undefined && stored <= given;
	if (holds || (item === undefined && mayBeNew !== undefined)) return;
	throw new ConditionalCheckFailedException({ $metadata: {}, message: "the condition does not hold" });
}

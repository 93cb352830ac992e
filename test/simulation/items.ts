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
			this.#items.delete(keyIn(command.input.Key));
			return {};
		}
		const { ":pk": pk, ":prefix": prefix } = command.input.ExpressionAttributeValues ?? {};
		return { Items: this.find(pk?.S ?? "", prefix?.S ?? "") };
	}

	#put({ Item = {}, ConditionExpression, ExpressionAttributeValues }: PutItemCommandInput): object {
		const key = keyIn(Item);
		const stored = this.#items.get(key);
		if (ConditionExpression !== undefined && stored !== undefined) {
			if (!holds(ConditionExpression, stored, ExpressionAttributeValues ?? {}))
				throw new ConditionalCheckFailedException({ $metadata: {}, message: "the condition does not hold" });
		}
		this.#items.set(key, structuredClone(Item));
		this.onPut(Item);
		return {};
	}
}

const keyIn = (item: Item = {}): string => `${item["pk"]?.S} ${item["sk"]?.S}`;

/** Whether a condition holds for an item that exists: of the form `attribute_not_exists(pk) OR ATTRIBUTE <= :value`. */
function holds(condition: string, item: Item, values: Item): boolean {
	const [, attribute, value] = /^attribute_not_exists\(pk\) OR (\w+) <= (:\w+)$/.exec(condition) ?? [];
	if (attribute === undefined || value === undefined) throw new TypeError(`not simulated: ${condition}`);
	return (item[attribute]?.S ?? "") <= (values[value]?.S ?? "");
}

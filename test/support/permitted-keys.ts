import { defaultPolicy } from "../../controls/default-policy.ts";
import { globMatches } from "../../core/glob.ts";
import type { FunctionEntry } from "../../functions/entries.ts";
import { permissionsOf } from "../../infra/function-permissions.ts";
import { grantsOf } from "../../infra/permissions.ts";

interface Call {
	readonly args: readonly [{ readonly constructor: { readonly name: string }; readonly input: object }, ...unknown[]];
}

/** Calls of DynamoDB on partition keys that IAM would deny to a function, such as `GetItem arn:a`. */
export function deniedKeys(entry: FunctionEntry, calls: readonly Call[]): readonly string[] {
	const grants = grantsOf(permissionsOf(entry, defaultPolicy));
	return calls.flatMap(({ args: [command] }) => {
		const name = command.constructor.name.replace(/Command$/, "");
		const key = partitionKeyOf(command.input) ?? "";
		const grant = grants.find(({ actions }) => actions.includes(`dynamodb:${name}`));
		const isAllowed = grant !== undefined && (grant.keys ?? ["*"]).some((glob) => globMatches(glob, key));
		return isAllowed ? [] : [`${name} ${key}`];
	});
}

interface Input {
	readonly Key?: { readonly pk?: { readonly S?: string } };
	readonly Item?: { readonly pk?: { readonly S?: string } };
	readonly ExpressionAttributeValues?: { readonly ":pk"?: { readonly S?: string } };
}

function partitionKeyOf({ Key, Item, ExpressionAttributeValues }: Input): string | undefined {
	return (Key?.pk ?? Item?.pk ?? ExpressionAttributeValues?.[":pk"])?.S;
}

import { itemsIn } from "../../core/json.ts";
import { areOnlyContainers } from "./container-list.ts";
import { definitionsIn, refusalsIn } from "./definitions.ts";

/** Whether a document contains a task definition, even one that ECS refused, or only container definitions. */
export function looksLikeTaskDefinition(value: unknown): boolean {
	if (refusalsIn(value).length > 0) return true;
	const [first] = definitionsIn(value);
	return first !== undefined && (first.containersAt.length > 0 || areOnlyContainers(itemsIn(value)));
}

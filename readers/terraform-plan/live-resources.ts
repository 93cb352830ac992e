import { formatForDisplay } from "../../core/text.ts";
import type { LiveResource } from "../reader.ts";
import type { PlannedResource } from "./plan.ts";
import { type PlaceOf, positionFinder } from "./positions.ts";

const kinds: ReadonlyMap<string, LiveResource["kind"]> = new Map([
	["aws_ecs_service", "service"],
	["aws_ecs_cluster", "cluster"],
	["aws_ecs_capacity_provider", "capacity-provider"],
]);

/** What among resources of Terraform is judged in AWS only, in their order. */
export const liveResourcesAmong = (
	resources: readonly PlannedResource[],
	path: string,
	placeOf: PlaceOf,
): readonly LiveResource[] =>
	resources.flatMap((planned) => {
		const kind = kinds.get(planned.type);
		if (kind === undefined) return [];
		const { address } = planned;
		const position = () => positionFinder(placeOf, planned, {})("");
		return { kind, arn: `${path}#${formatForDisplay(address)}`, address, position };
	});

import type { RepositoryFacts } from "../../core/facts.ts";
import { fieldsIn, itemsIn } from "../../core/json.ts";
import { isUnresolved } from "../../core/reading.ts";
import { becauseOf } from "../ecs-json/values.ts";
import { acceptHoles, isPartial, scalarText, unresolved } from "./template-text.ts";

/** Tag mutability of an AWS::ECR::Repository with resolved properties. The documented default is MUTABLE. */
export function mutabilityOf(properties: unknown): Pick<RepositoryFacts, "tagMutability" | "exclusionFilters"> {
	if (isPartial(properties)) return { tagMutability: unresolved(properties), exclusionFilters: [] };
	const { ImageTagMutability, ImageTagMutabilityExclusionFilters } = fieldsIn(properties);
	const mutability = acceptHoles(ImageTagMutability, []) ?? "MUTABLE";
	if (isUnresolved(mutability)) return { tagMutability: mutability, exclusionFilters: [] };
	const tagMutability = scalarText(mutability) ?? "(not a string)";
	return { tagMutability, exclusionFilters: filtersIn(ImageTagMutabilityExclusionFilters) };
}

/** A filter that may be left out makes the list unresolved: it may be any filter, and the others are not the only ones. */
function filtersIn(list: unknown): RepositoryFacts["exclusionFilters"] {
	if (isPartial(list)) return becauseOf(unresolved(list));
	return itemsIn(list).flatMap((filter) => {
		const value = isPartial(filter) ? filter : fieldsIn(filter)["ImageTagMutabilityExclusionFilterValue"];
		return isPartial(value) ? unresolved(value) : (scalarText(value) ?? []);
	});
}

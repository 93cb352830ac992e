import type { RepositoryFacts } from "../../core/facts.ts";
import { fieldsIn, itemsIn } from "../../core/json.ts";
import { isUnresolved } from "../../core/reading.ts";
import { acceptHoles, isPartial, scalarText, type TemplateText, unresolved } from "./template-text.ts";

/** Tag mutability of an AWS::ECR::Repository with resolved properties. The documented default is MUTABLE. */
export function mutabilityOf(properties: unknown): Pick<RepositoryFacts, "tagMutability" | "exclusionFilters"> {
	if (isPartial(properties)) return { tagMutability: unresolved(properties), exclusionFilters: [] };
	const { ImageTagMutability, ImageTagMutabilityExclusionFilters } = fieldsIn(properties);
	const mutability = acceptHoles(ImageTagMutability, []) ?? "MUTABLE";
	if (isUnresolved(mutability)) return { tagMutability: mutability, exclusionFilters: [] };
	const tagMutability = scalarText(mutability) ?? "(not a string)";
	const filters = filtersIn(ImageTagMutabilityExclusionFilters);
	if (!isPartial(filters)) return { tagMutability, exclusionFilters: filters };
	// Filters matter only when they are exceptions to immutability.
	const decides = tagMutability === "IMMUTABLE_WITH_EXCLUSION";
	return { tagMutability: decides ? unresolved(filters) : tagMutability, exclusionFilters: [] };
}

function filtersIn(list: unknown): readonly string[] | TemplateText {
	if (isPartial(list)) return list;
	const found: string[] = [];
	for (const filter of itemsIn(list)) {
		const { ImageTagMutabilityExclusionFilterValue: value } = fieldsIn(filter);
		const unknownPart = [filter, value].find(isPartial);
		if (unknownPart !== undefined) return unknownPart;
		const text = scalarText(value);
		if (text !== null) found.push(text);
	}
	return found;
}

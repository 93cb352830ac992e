import { isUnresolved } from "../../core/reading.ts";
import { type Attribute, attributeAt } from "./attributes.ts";
import { type Layers, layersOfKey, partsOf } from "./layers.ts";
import { booleanOf, fieldOf, itemsOf } from "./part.ts";

/**
 * Whether a service is privileged. A hook that runs when it starts or stops, in its container or in one of its own that has the same volumes,
 * may be privileged by itself, which makes the service privileged.
 * https://docs.docker.com/reference/compose-file/services/#post_start, https://docs.docker.com/compose/how-tos/init-containers/
 */
export function privilegedAt(layers: Layers): Attribute<boolean> {
	const own = attributeAt(layers, ["privileged"], booleanOf);
	if (own.value === true) return own;
	const hooks = (["pre_start", "post_start", "pre_stop"] as const).flatMap((key) =>
		partsOf(layersOfKey(layers, key)).flatMap(itemsOf),
	);
	const values = hooks.flatMap((hook) => {
		const part = fieldOf(hook, "privileged");
		return part === null ? [] : { part, value: booleanOf(part) };
	});
	return values.find(({ value }) => value === true) ?? values.find(({ value }) => isUnresolved(value)) ?? own;
}

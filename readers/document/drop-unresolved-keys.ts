import { isFields } from "../../core/json.ts";

/** Drops keys named `unresolved`, so that a document cannot fake an unresolved value. */
export function dropUnresolvedKeys(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(dropUnresolvedKeys);
	if (!isFields(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([key]) => key !== "unresolved")
			.map(([key, part]) => [key, dropUnresolvedKeys(part)]),
	);
}

import { formatForDisplay } from "../../core/text.ts";
import type { LiveResource } from "../reader.ts";
import type { SourceFile } from "../source-file.ts";
import type { Resource } from "./scope.ts";

const kinds: ReadonlyMap<string, LiveResource["kind"]> = new Map([
	["AWS::ECS::Service", "service"],
	["AWS::ECS::Cluster", "cluster"],
	["AWS::ECS::CapacityProvider", "capacity-provider"],
]);

/** What of a template is judged in AWS only, in its order. */
export const liveResourcesIn = (
	resources: readonly Resource[],
	{ path, document }: SourceFile,
): readonly LiveResource[] =>
	resources.flatMap((resource) => {
		const kind = kinds.get(resource.type);
		if (kind === undefined) return [];
		return {
			kind,
			arn: `${path}#${formatForDisplay(resource.id)}`,
			...(resource.cdkPath === null ? {} : { address: resource.cdkPath }),
			position: () => document.at(resource.path, "key"),
		};
	});

import type { ServiceFacts } from "../../core/facts.ts";
import type { Policy } from "../../core/policy.ts";
import { wasRead } from "../../core/reading.ts";
import { policyFor } from "../../core/scopes.ts";
import { exemptionOf } from "./decide.ts";

/** Why a gate would refuse no deployment of a service: by the policy for its task definition in that service, as the gate applies it. */
export function gateExemptionOf(
	{ cluster, name, readAt }: Pick<ServiceFacts, "cluster" | "name" | "readAt">,
	definition: ServiceFacts["definition"],
	policy: Policy,
): ServiceFacts["gateExemption"] {
	if (!wasRead(definition)) return definition;
	if (definition.value === null) return { value: "it runs no task definition" };
	const target = { ...definition.value, deployment: { cluster, service: name } };
	const own = policyFor(policy, target);
	if (!own.block.gate) return { value: "the policy's block.gate is false" };
	const unread = own.undecided?.get("mode") ?? own.undecided?.get("gate");
	// Break-glass ends by itself.
	const lasting = { ...own, block: { ...own.block, breakGlass: [], breakGlassTag: "" } };
	const exemption = exemptionOf(target, lasting, readAt);
	return exemption === null && unread !== undefined ? { unread } : { value: exemption?.reason ?? null };
}

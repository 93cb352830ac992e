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

/** Whether the policy has Shipshape judge the deployments of a service in its PAUSE hooks. */
export function isPauseJudged(
	{ cluster, name }: Pick<ServiceFacts, "cluster" | "name">,
	definition: ServiceFacts["definition"],
	policy: Policy,
): ServiceFacts["isPauseJudged"] {
	if (!wasRead(definition)) return definition;
	if (definition.value === null) return { value: policy.block.pause };
	const own = policyFor(policy, { ...definition.value, deployment: { cluster, service: name } });
	const unread = own.undecided?.get("pause");
	return unread === undefined ? { value: own.block.pause } : { unread };
}

import { defaultPolicy } from "../../../controls/default-policy.ts";
import type { BlockAction } from "../../../core/block-record.ts";
import type { Policy } from "../../../core/policy.ts";
import { modelledControls } from "../model.ts";
import { ecsControls } from "../model-ecs.ts";
import type { Random } from "../random.ts";
import type { Kind, ServiceDeployment } from "./state.ts";

const day = { owner: "jane@example.com", reason: "incident 4711" };

/** A policy with protected families and services, break-glass and a cluster with a mode of its own. */
export function policyOf(random: Random): Policy {
	const controls = Object.entries(defaultPolicy.controls).map(([id, settings]) => {
		const isModelled = modelledControls.includes(id) && !ecsControls.includes(id);
		return [id, { ...settings, enabled: settings.enabled && isModelled }] as const;
	});
	const mode = random.chance(0.8) ? "enforce" : "audit";
	const otherMode = mode === "audit" ? "enforce" : "audit";
	const [onUnknown, onUnscanned] = [random.pick(["allow", "block"] as const), random.pick(["allow", "block"] as const)];
	const scope = { match: { cluster: ["lab"] }, controls: {}, mode: otherMode } as const;
	return {
		...defaultPolicy,
		mode,
		controls: Object.fromEntries(controls),
		scopes: random.chance(0.5) ? [scope] : [],
		block: {
			...defaultPolicy.block,
			// What is right to deregister is modelled for these only.
			deregister: onUnknown === "allow" && onUnscanned === "allow" && random.chance(0.8),
			gate: random.chance(0.96),
			onUnknown,
			onUnscanned,
			"stop-deployment": random.chance(0.95),
			onPausedFailure: random.chance(0.7) ? "roll-back" : "leave",
			protected: ["safe-*"],
			protectedServices: random.chance(0.5) ? ["shop/service-2"] : [],
			breakGlass: [
				{ resource: "service/shop/service-3", expires: "2026-12-24", ...day },
				{ resource: "service/shop/service-1", expires: "2026-11-20", ...day },
			].slice(0, random.between(0, 2)),
		},
	};
}

/** What the policy says of a deployment, by the specification. */
export interface DeploymentTerms {
	readonly isOn: boolean;
	readonly enforces: boolean;
	readonly isServiceProtected: boolean;
	readonly isFamilyProtected: boolean;
	readonly hasBreakGlass: boolean;
}

const actionOf = {
	gate: "gate",
	rolling: "stop-deployment",
	pause: "pause",
	// Its hook is not ours, so the deployment is stopped like a rolling one.
	"manual pause": "stop-deployment",
	"late hooks": "stop-deployment",
} as const satisfies Readonly<Record<Kind, BlockAction>>;

export function termsOf(
	{ mode, scopes, block }: Policy,
	{ service, family }: Pick<ServiceDeployment, "service" | "family">,
): DeploymentTerms {
	const name = `${service.cluster}/${service.name}`;
	const own = service.cluster === "lab" ? (scopes[0]?.mode ?? mode) : mode;
	return {
		isOn: block[actionOf[service.kind]],
		enforces: own === "enforce",
		isServiceProtected: block.protectedServices.includes(name),
		isFamilyProtected: family.subject.family.startsWith("safe-"),
		hasBreakGlass: block.breakGlass.some(
			({ resource, expires }) => resource === `service/${name}` && expires > "2026-12",
		),
	};
}

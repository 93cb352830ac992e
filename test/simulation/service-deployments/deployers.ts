import type { SimulatedFamily, SimulatedRevision } from "../ecs.ts";
import type { Random } from "../random.ts";
import type { Services } from "../services.ts";
import { Timeline } from "../timeline.ts";
import type { LifecycleHooks } from "./hooks.ts";
import type { Rollouts } from "./rollouts.ts";
import { type GatedServices, type Kind, type Stage, stages } from "./state.ts";

const minuteMs = 60_000;
/** Values of the break-glass tag: one that holds during every history, one whose day is over, and one of another form. */
export const breakGlassTags = {
	holds: "2026-12-10 jane@example.com incident 4711",
	isOver: "2026-11-20 jane@example.com incident 4711",
	isNone: "ask jane@example.com",
} as const;

const hookStages: readonly (readonly Stage[])[] = [
	["PRE_SCALE_UP"],
	["PRE_SCALE_UP"],
	["POST_SCALE_UP"],
	["PRE_SCALE_UP", "PRODUCTION_TRAFFIC_SHIFT"],
	["POST_SCALE_UP", "TEST_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT"],
	stages,
];

const kinds: readonly Kind[] = [
	...(["gate", "gate", "gate", "gate", "gate", "rolling", "rolling", "rolling", "pause", "manual pause"] as const),
];

/** Where they deploy, and who leads the deployments. */
interface World {
	readonly services: Services;
	readonly ecs: GatedServices;
	readonly hooks: LifecycleHooks;
	readonly rollouts: Rollouts;
}

/** The people and pipelines that deploy revisions to services, and use break-glass. */
export class Deployers {
	readonly #services: Services;
	readonly #ecs: GatedServices;
	readonly #hooks: LifecycleHooks;
	readonly #rollouts: Rollouts;
	readonly #random: Random;
	/** Apart from the other, so that older seeds have the same histories. */
	readonly #variety: Random;

	constructor({ services, ecs, hooks, rollouts }: World, random: Random, variety: Random) {
		this.#services = services;
		this.#ecs = ecs;
		this.#hooks = hooks;
		this.#rollouts = rollouts;
		this.#random = random;
		this.#variety = variety;
	}

	/** Creates the services, and plans what happens within a number of minutes. */
	plan(minutes: number): void {
		const { clock } = this.#services;
		const random = this.#random;
		const names = ["shop/service-1", "shop/service-2", "lab/service-1", "shop/service-3"];
		for (const name of names.slice(0, random.between(1, names.length))) {
			const [cluster = "", service = ""] = name.split("/");
			const kind = random.pick(kinds);
			const isLate = kind === "rolling" && this.#variety.chance(0.3);
			this.#ecs.create(cluster, service, {
				...{
					kind: isLate ? "late hooks" : kind,
					hookStages: random.pick(hookStages),
					keepsDetails: random.chance(0.85),
				},
				hasApproval: kind === "pause" && this.#variety.chance(0.4),
			});
		}
		if (random.chance(0.1)) {
			const from = clock.time + random.between(0, minutes * minuteMs);
			this.#ecs.denial = { from, until: from + random.between(minuteMs, 20 * minuteMs) };
		}
		for (let actions = random.between(4, 14); actions > 0; actions--) {
			clock.after(random.between(minuteMs, minutes * minuteMs), () => this.#act());
		}
	}

	#act(): void {
		const random = this.#random;
		const value = random.next();
		if (value < 0.8) this.#deploy();
		else if (value < 0.9) this.#tag();
		else this.#giveUp();
	}

	/** Usually the newest revision of a family; sometimes an older one. */
	#deploy(): void {
		const { families, clock, note } = this.#services;
		const random = this.#random;
		const service = random.pick(this.#ecs.services);
		const family = random.pick(families.families);
		const active = families.activeAt(family, clock.time);
		const revision = random.chance(0.75) ? active[0] : active.at(-1);
		if (revision === undefined || service.deployments.at(-1)?.status.last === "IN_PROGRESS") return;
		if (random.chance(0.1)) this.#breakGlass(revision);
		const lagMs = random.chance(0.85) ? 0 : random.between(0, 3_000);
		const deployment = this.#ecs.begin(service, family, revision, { time: clock.time, lagMs });
		note(() => `${service.cluster}/${service.name} is deployed: ${revision.arn} as ${deployment.target}`);
		clock.after(random.between(100, 5_000), () =>
			service.kind === "gate" ? this.#hooks.advance(deployment) : this.#rollouts.start(deployment),
		);
	}

	#tag(): void {
		const { families } = this.#services;
		const revisions = families.families.flatMap((family: SimulatedFamily) => family.revisions);
		if (revisions.length > 0) this.#breakGlass(this.#random.pick(revisions));
	}

	/** Tags a revision, or removes the tag. */
	#breakGlass({ arn }: SimulatedRevision): void {
		const { clock, note } = this.#services;
		const { tags } = this.#ecs;
		const { holds, isOver, isNone } = breakGlassTags;
		const tag = tags.get(arn) ?? new Timeline<string | null>(0, null);
		tags.set(arn, tag);
		const value = this.#random.pick([holds, holds, holds, isOver, isNone, null]);
		tag.set(clock.time, value);
		note(() => `the break-glass tag of ${arn} is ${value}`);
	}

	/** An alarm, or a person, stops a deployment. */
	#giveUp(): void {
		const current = this.#ecs.deployments.filter(({ status }) => status.last === "IN_PROGRESS");
		if (current.length === 0) return;
		const deployment = this.#random.pick(current);
		if (deployment.service.kind === "gate") this.#hooks.rollBack(deployment, "an alarm");
		else this.#rollouts.rollBack(deployment, "an alarm");
	}
}

/** Connects the tags of revisions with their families. */
export function connectTags({ families }: Services, { tags }: GatedServices, key: string): void {
	families.tagsOf = ({ arn }, time) => {
		const value = tags.get(arn)?.at(time) ?? null;
		return value === null ? {} : { [key]: value };
	};
}

import type { Policy, Waiver } from "../../core/policy.ts";
import { imageNamesOf } from "./ecs.ts";
import type { Random } from "./random.ts";
import type { Services } from "./services.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Switched off and on again; no other control depends on them. */
const switched = ["repository/lifecycle-policy", "service/no-public-ip", "cluster/container-insights"];

/** Deploys the pipeline with other rules: an upgrade, or another policy. */
export class Deployments {
	readonly #services: Services;
	readonly #random: Random;
	readonly #today: string;
	#version = 1;

	constructor(services: Services, random: Random) {
		this.#services = services;
		this.#random = random;
		this.#today = services.clock.now().slice(0, 10);
	}

	plan(minutes: number): void {
		for (let changes = this.#random.between(0, 4); changes > 0; changes--) {
			this.#services.clock.after(this.#random.between(minuteMs, minutes * minuteMs), () => this.deploy());
		}
	}

	deploy(): void {
		const { note } = this.#services;
		const value = this.#random.next();
		this.#version += 1;
		this.#services.fingerprint = `rules-${this.#version}`;
		note(() => `${this.#services.fingerprint} are deployed`);
		if (value < 0.3) return;
		this.#services.policy = this.#changed(value, this.#services.policy);
	}

	#changed(value: number, policy: Policy): Policy {
		const random = this.#random;
		if (value < 0.55) {
			const id = random.pick(switched);
			const settings = policy.controls[id];
			if (settings === undefined) return policy;
			this.#services.note(() => `${id} is switched ${settings.enabled ? "off" : "on"}`);
			return { ...policy, controls: { ...policy.controls, [id]: { ...settings, enabled: !settings.enabled } } };
		}
		if (value < 0.85) {
			const waiver = this.#waiver();
			this.#services.note(() => `${waiver.control} on ${waiver.resource} is waived until ${waiver.expires}`);
			return { ...policy, waivers: [...policy.waivers, waiver] };
		}
		// Blocks then end during the history. One that has ended does not stand again with another policy.
		this.#services.note(() => "findings of a blocked revision stay open for 20 minutes");
		return { ...policy, block: { ...policy.block, keepFor: (20 * minuteMs) / dayMs } };
	}

	/** Of the containers of one image, as a revision names it. */
	#containerWaivers(): readonly (readonly [string, { readonly arn: string }])[] {
		const random = this.#random;
		const revisions = this.#services.families.families.flatMap((family) => family.revisions);
		if (revisions.every(({ shape }) => shape.sidecar === null)) return [];
		const revision = random.pick(revisions.filter(({ shape }) => shape.sidecar !== null));
		const [app = "", sidecar = ""] = imageNamesOf(revision);
		return [
			["task-definition/read-only-root", { arn: app }],
			["task-definition/read-only-root", { arn: sidecar }],
			["task-definition/image-vulnerabilities", { arn: app }],
		];
	}

	/** It ends during the history, or never. */
	#waiver(): Waiver {
		const { registry, families, workloads } = this.#services;
		const random = this.#random;
		const [control, subject] = random.pick([
			["repository/tag-immutability", random.pick(registry.repositories)],
			["task-definition/read-only-root", random.pick(families.families)],
			["cluster/container-insights", random.pick(workloads.clusters)],
			...this.#containerWaivers(),
		] as const);
		const expires = random.chance(0.6) ? this.#today : "2030-12-31";
		return { control, resource: subject.arn, reason: "accepted", owner: "platform", expires };
	}
}

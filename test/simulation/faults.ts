import type { Random } from "./random.ts";

/** How one call of an invocation ends. `lost`: the call takes effect, but its answer never arrives. */
export type Fault = "none" | "throttled" | "lost" | "killed-before" | "killed-after";

/** How often calls fail, as probabilities, and what is unavailable. */
export interface FaultProfile {
	readonly name: string;
	readonly throttled: number;
	readonly lost: number;
	readonly killed: number;
	/** Calls that take seconds. */
	readonly slow: number;
	/** A service that does not answer for up to an hour. */
	readonly hasOutage: boolean;
}

const profiles: readonly FaultProfile[] = [
	{ name: "no faults", throttled: 0, lost: 0, killed: 0, slow: 0.02, hasOutage: false },
	{ name: "few faults", throttled: 0.03, lost: 0.02, killed: 0.02, slow: 0.05, hasOutage: false },
	{ name: "throttling", throttled: 0.15, lost: 0, killed: 0, slow: 0.05, hasOutage: false },
	{ name: "kills", throttled: 0, lost: 0.03, killed: 0.08, slow: 0.02, hasOutage: false },
	{ name: "many faults", throttled: 0.1, lost: 0.08, killed: 0.05, slow: 0.1, hasOutage: false },
	{ name: "an outage", throttled: 0, lost: 0, killed: 0, slow: 0.02, hasOutage: true },
];

/** As in the names of calls, which begin with the service. */
const services = ["ecr", "ecs", "dynamodb", "securityhub", "slack"] as const;

const longestOutageMs = 3_600_000;

/** Decides how each call ends, until the faults stop. */
export class Faults {
	readonly profile: FaultProfile;
	readonly outage: { readonly service: string; readonly from: number; readonly until: number } | null;
	/** From this time on nothing fails; epoch milliseconds. */
	readonly endAt: number;
	readonly #random: Random;

	constructor(random: Random, startAt: number, endAt: number) {
		this.#random = random;
		this.profile = random.pick(profiles);
		this.endAt = endAt;
		const from = startAt + random.between(0, 1_200_000);
		const outage = { service: random.pick(services), from, until: from + random.between(60_000, longestOutageMs) };
		this.outage = this.profile.hasOutage ? outage : null;
	}

	/** Milliseconds that a call takes. */
	latency(): number {
		return this.#random.chance(this.profile.slow) ? this.#random.between(500, 16_000) : this.#random.between(4, 60);
	}

	/** The fate of a call at a time; `call` begins with the service: `ecr:DescribeImages`. */
	fateOf(call: string, time: number): Fault {
		if (time >= this.endAt) return "none";
		const { outage, profile } = this;
		if (outage !== null && time >= outage.from && time < outage.until && call.startsWith(`${outage.service}:`))
			return "throttled";
		const value = this.#random.next();
		if (value < profile.throttled) return "throttled";
		if (value < profile.throttled + profile.lost) return "lost";
		if (value >= profile.throttled + profile.lost + profile.killed) return "none";
		return this.#random.chance(0.5) ? "killed-before" : "killed-after";
	}

	/** Whether something else goes wrong now: a partial failure, a message that is delivered twice, an empty page. */
	occurs(probability: number, time: number): boolean {
		return time < this.endAt && this.profile.name !== "no faults" && this.#random.chance(probability);
	}

	/** A whole number for everything else about the machinery, such as the size of a batch. */
	between(least: number, greatest: number): number {
		return this.#random.between(least, greatest);
	}
}

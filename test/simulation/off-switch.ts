import type { SSMClient } from "@aws-sdk/client-ssm";
import { createOffSwitchReader, type OffSwitchReader } from "../../adapters/ssm/read-off-switch.ts";
import type { VirtualClock } from "./clock.ts";
import type { Invocation } from "./invocation.ts";
import type { Random } from "./random.ts";
import { Timeline } from "./timeline.ts";

const name = "/shipshape/Shipshape/enforcement";
const minuteMs = 60_000;
/** For which a value that was read holds. */
export const offSwitchCacheMs = 30_000;

/** The parameter, which people set to `audit` and back in a part of the histories, and the reader of one execution environment. */
export class SimulatedOffSwitch {
	readonly value: Timeline<"policy" | "audit">;
	readonly #isUsed: boolean;
	readonly #reader: OffSwitchReader;
	#caller: Invocation | null = null;

	constructor(random: Random, clock: VirtualClock, note: (text: () => string) => void) {
		this.value = new Timeline(clock.time, "policy");
		this.#isUsed = random.chance(0.25);
		const send = () =>
			this.#caller?.call("ssm:GetParameter", () => ({ Parameter: { Value: this.value.at(clock.time) } }));
		this.#reader = createOffSwitchReader({ send } as unknown as SSMClient, name, () => clock.time);
		if (!this.#isUsed) return;
		let at = 0;
		for (const value of ["audit", "policy", "audit"].slice(0, random.between(1, 3)) as readonly (
			| "policy"
			| "audit"
		)[]) {
			at += random.between(1, 20 * minuteMs);
			clock.after(at, () => {
				this.value.set(clock.time, value);
				note(() => `the off switch says ${value}`);
			});
		}
	}

	/** Histories in which nobody changes it make no calls, and so are the same with and without it. */
	readerFor(invocation: Invocation): OffSwitchReader {
		if (!this.#isUsed) return { name, read: async () => ({ value: "policy" }) };
		return {
			name,
			read: () => {
				// The call is made before `read` returns.
				this.#caller = invocation;
				return this.#reader.read();
			},
		};
	}
}

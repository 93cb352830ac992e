/** Pseudo-random numbers from a seed (mulberry32). Streams of one seed with different names are independent of each other. */
export class Random {
	#state: number;

	constructor(seed: number, stream: string) {
		this.#state = [...stream].reduce((hash, character) => mix(hash ^ character.charCodeAt(0)), mix(seed + 0x9e3779b9));
	}

	/** At least 0, less than 1. */
	next(): number {
		this.#state = (this.#state + 0x6d2b79f5) | 0;
		return (mix(this.#state) >>> 0) / 4_294_967_296;
	}

	/** A whole number; both bounds are included. */
	between(least: number, greatest: number): number {
		return least + Math.floor(this.next() * (greatest - least + 1));
	}

	chance(probability: number): boolean {
		return this.next() < probability;
	}

	/** One item of a list that is not empty. */
	pick<T>(list: readonly T[]): T {
		const item = list[Math.floor(this.next() * list.length)];
		if (item === undefined) throw new RangeError("there is nothing to pick from");
		return item;
	}
}

function mix(value: number): number {
	let bits = Math.imul(value ^ (value >>> 15), value | 1);
	bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
	return bits ^ (bits >>> 14);
}

/** A value that changes over time, in epoch milliseconds. */
export class Timeline<T> {
	readonly #changes: { readonly at: number; readonly value: T }[];

	constructor(at: number, value: T) {
		this.#changes = [{ at, value }];
	}

	/** Changes are set in the order of their times. */
	set(at: number, value: T): void {
		this.#changes.push({ at, value });
	}

	/** The value at a time; the first value before it was set. */
	at(time: number): T {
		const change = this.#changes.findLast((one) => one.at <= time) ?? this.#changes[0];
		return (change as { readonly value: T }).value;
	}

	get last(): T {
		return this.at(Number.POSITIVE_INFINITY);
	}

	/** When it began. */
	get createdAt(): number {
		return this.#changes[0]?.at ?? Number.NEGATIVE_INFINITY;
	}

	/** When the value changed last. */
	get changedAt(): number {
		return this.#changes.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
	}

	/** Since when it has had its value at a time. */
	since(time: number): number {
		return this.#changes.findLast(({ at }) => at <= time)?.at ?? this.createdAt;
	}

	/** Every value that it had between two times, both included. */
	between(from: number, until: number): readonly T[] {
		const later = this.#changes
			.slice(1)
			.filter(({ at }) => at > from && at <= until)
			.map(({ value }) => value);
		return [this.at(from), ...later];
	}
}

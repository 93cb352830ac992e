/**
 * Faults that the simulator finds and that are not fixed yet: what they violate does not fail a history. A fault that is fixed is removed
 * from this list.
 */
export const knownFaults = {
	dependents: "a family is not checked when the scan result of its image changes after it was waited for",
} as const;

export type FaultId = keyof typeof knownFaults;

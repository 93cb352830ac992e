/**
 * Faults that the simulator finds and that are not fixed yet: what they violate does not fail a history. A fault that is fixed is removed
 * from this list.
 */
export const knownFaults = {
	firstRefresh:
		"a repository that the first sweep read and could not record is notified after a refresh of the images in use",
} as const;

export type FaultId = keyof typeof knownFaults;

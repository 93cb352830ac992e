/**
 * Faults of today's code that the simulator finds (by their ids in the fault list of the reliability specification): what they violate does
 * not fail a history, and what only leads to them does not happen in one. A fault that is fixed is removed from this list.
 */
export const knownFaults = {
	F2: "a registered revision that waits for a scan is not blocked once a newer revision exists",
	F3: "a revision whose image merely could not be scanned is deregistered",
	F4: "Slack is told that something is fixed that had never failed, only been unknown",
	F5: "a flood of events about one image is not one check, and changed wording is notified",
	F6: "images and repositories that change without a push are not checked, nor families whose image changes",
	F8: "a blocked revision loses its findings when the second check is lost",
	F9: "an outage of an hour ends in dead letters",
	"forgotten-throttle":
		"a registered revision whose image could not be read for now is not blocked if another revision is judged, because nothing is retried",
	"passed-then-gone": "a finding that passed before its resource was deleted is not archived",
	S12: "a finding that is closed and reopened within minutes ends as resolved",
} as const;

export type FaultId = keyof typeof knownFaults;

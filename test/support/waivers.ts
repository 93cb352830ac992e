import { defaultPolicy } from "../../controls/default-policy.ts";
import type { Policy, Waiver } from "../../core/policy.ts";

/** A waiver for the writable root filesystem of the family `web`, valid on the samples' date. */
export const aWaiver = (waiver: Partial<Waiver> = {}): Waiver => ({
	control: "task-definition/read-only-root",
	resource: "task-definition/web",
	reason: "replaced in spring",
	owner: "shop team",
	expires: "2027-03-31",
	...waiver,
});

export const waiving = (...waivers: Partial<Waiver>[]): Policy => ({ ...defaultPolicy, waivers: waivers.map(aWaiver) });

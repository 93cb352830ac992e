import { defaultPolicy } from "../../controls/default-policy.ts";
import type { Policy, Waiver } from "../../core/policy.ts";

/** A waiver of the family `web`'s writable root that holds on the day of all samples. */
export const aWaiver = (waiver: Partial<Waiver> = {}): Waiver => ({
	control: "task-definition/read-only-root",
	resource: "task-definition/web",
	reason: "replaced in spring",
	owner: "shop team",
	expires: "2027-03-31",
	...waiver,
});

export const waiving = (...waivers: Partial<Waiver>[]): Policy => ({ ...defaultPolicy, waivers: waivers.map(aWaiver) });

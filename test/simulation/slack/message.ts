import type { Notification } from "../../../domain/notifications/notification.ts";
import type { PresentState } from "../../../domain/notifications/present-state.ts";
import type { SweepSummary } from "../../../pipeline/sweep-summary.ts";

/** What a message says, without its form. */
export type Message =
	/** Of several notifications: a digest. */
	| { readonly kind: "news"; readonly about: readonly Notification[] }
	/** A first message that shows how its subject is now, or that messages about it go elsewhere. */
	| { readonly kind: "present"; readonly state: PresentState }
	| { readonly kind: "moved" }
	| { readonly kind: "report"; readonly summary: SweepSummary };

import type { Action } from "../core/permission.ts";

/**
 * A permission that the person needs who runs a command, as opposed to those of a function's role (core/permission.ts): declared
 * beside the call, listed in docs/permissions.md.
 */
export interface OperatorPermission {
	readonly action: Action;
	/** The resource, completing "on …". */
	readonly on: string;
	/** The call on whose behalf AWS asks for it; absent if the action is a call itself. */
	readonly through?: Action;
}

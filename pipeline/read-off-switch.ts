import type { OffSwitchReader } from "../adapters/ssm/read-off-switch.ts";
import { messageOf, TryLaterError } from "../core/errors.ts";
import type { OffSwitch } from "../domain/blocks/off-switch.ts";
import { beforeTimeIsUp, type TimeLimit } from "./batch.ts";

/** `mayRespond`: it could not be read, and Systems Manager may respond the next time. */
type OffSwitchNow = OffSwitch & { readonly mayRespond?: true };

/** Reads the off switch for something that has to be answered in time; why it could not be read, also if no time is left. Never throws. */
export async function readOffSwitch({ name, read }: OffSwitchReader, time: TimeLimit): Promise<OffSwitchNow> {
	try {
		return { name, says: await beforeTimeIsUp(time, read) };
	} catch (error) {
		const says = { unread: messageOf(error) };
		return error instanceof TryLaterError ? { name, says, mayRespond: true } : { name, says };
	}
}

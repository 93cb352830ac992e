import type { OffSwitchReader } from "../adapters/ssm/read-off-switch.ts";
import { messageOf } from "../core/errors.ts";
import type { OffSwitch } from "../domain/blocks/off-switch.ts";
import { beforeTimeIsUp, type TimeLimit } from "./batch.ts";

/** Reads the off switch for something that has to be answered in time; why it could not be read, also if no time is left. Never throws. */
export async function readOffSwitch(offSwitch: OffSwitchReader, time: TimeLimit): Promise<OffSwitch> {
	const says = await beforeTimeIsUp(time, () => offSwitch.read()).catch((error: unknown) => ({
		unread: messageOf(error),
	}));
	return { name: offSwitch.name, says };
}

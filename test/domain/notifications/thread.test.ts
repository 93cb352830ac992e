import { expect, test } from "@jest/globals";
import { type Thread, threadsFor } from "../../../domain/notifications/thread.ts";

const aThread = (more: Partial<Thread>): Thread => ({
	...{ channel: "#web", channelId: "C1", ts: "1795000001.000100", readAt: "2026-11-21T12:01:00.000Z" },
	...{ reported: ["a"], isEnded: false, said: "0f", shows: "1e", shownAt: "2026-11-21T12:01:00.000Z" },
	...more,
});

test("a first message that is recorded twice belongs to one thread, so nothing else changes what it shows", () => {
	// The thread that was to replace it could not be recorded.
	const replaced = aThread({ channel: "#web 1795000001.000100" });
	const own = aThread({ readAt: "2026-11-21T12:02:00.000Z", reported: ["a", "b"] });
	expect(threadsFor([replaced, own], "#web")).toEqual({ own, former: [] });
});

test("the threads in other channels, and earlier ones in the same channel, are former ones", () => {
	const earlier = aThread({ channel: "#web 1795000000.000100", ts: "1795000000.000100" });
	const other = aThread({ channel: "#payments", channelId: "C2" });
	expect(threadsFor([earlier, aThread({}), other], "#web")).toEqual({ own: aThread({}), former: [earlier, other] });
	expect(threadsFor([other], undefined)).toEqual({ own: null, former: [other] });
});

import type { Unread } from "../../core/reading.ts";

/** What a file does not say of an image: its registry would have to be read. */
export const notQueried = { unread: "its registry was not queried", needsAws: true } as const satisfies Unread;

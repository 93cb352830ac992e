import type { Permission } from "../../core/permission.ts";
import { sendMessages } from "./send-messages.ts";

export const permissions: readonly Permission[] = [{ action: "sqs:SendMessage", on: "sweep-queue" }];

/** Sends messages to the queue of the sweep. Throws TryLaterError. */
export const sendSweep = sendMessages;

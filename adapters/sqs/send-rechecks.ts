import type { Permission } from "../../core/permission.ts";
import { sendMessages } from "./send-messages.ts";

export const permissions: readonly Permission[] = [{ action: "sqs:SendMessage", on: "recheck-queue" }];

/** Sends messages that make a route check repositories again. Throws TryLaterError. */
export const sendRechecks = sendMessages;

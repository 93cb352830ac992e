import type { Permission } from "../../core/permission.ts";
import { sendMessages } from "./send-messages.ts";

export const permissions: readonly Permission[] = [{ action: "sqs:SendMessage", on: "family-queue" }];

/** Sends messages that have the route of task definitions record what the gate has decided. Throws TryLaterError. */
export const sendDecision = sendMessages;

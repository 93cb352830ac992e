import { handleInteractions } from "../../pipeline/approvals/interactions.ts";
import { interactionPorts } from "../approval-ports.ts";

/** Somebody has clicked a button of Shipshape's in Slack, or submitted the form that it opens. */
export const handler = handleInteractions(interactionPorts("slack-interactions"));

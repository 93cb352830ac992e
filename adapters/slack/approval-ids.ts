import type { AnswerKind } from "../../domain/approvals/waiting.ts";

/* Names by which Slack says what was clicked or submitted: messages that are already posted keep the old ones. */

export const actionIdOf = (answer: AnswerKind): string => `shipshape-${answer}`;

export const formId = "shipshape-answer";

/** The input of the form. */
export const reasonField = { block: "reason", action: "text" } as const;

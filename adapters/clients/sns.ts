import { SNSClient } from "@aws-sdk/client-sns";
import { clientOptions } from "./options.ts";

/** A client of Amazon SNS for the Region of a topic. It tries once: a second attempt may publish a message a second time. */
export const createSnsClient = (region: string): SNSClient =>
	new SNSClient({ ...clientOptions({ connectMs: 1_000, answerMs: 5_000, attempts: 1 }), region });

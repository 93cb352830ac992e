import type { OperatorClients } from "../../adapters/clients/operator.ts";
import { readTopic } from "../../adapters/sns/read-topic.ts";
import { placeOfTopic } from "../../adapters/sns/topic-arn.ts";
import { formatCount } from "../../core/text.ts";
import type { Installation } from "../installation.ts";
import { type Answer, ok, problem } from "../result.ts";
import { awsCommand, shellCommand } from "../shell-command.ts";

/** Whether the topic that is notified instead of Slack exists and reaches somebody. Whether the function may publish to it, AWS does not tell. */
export async function checkTopic(
	{ sns }: Pick<OperatorClients, "sns">,
	{ partition, account }: Installation,
	topicArn: string,
): Promise<Answer> {
	const topic = placeOfTopic(topicArn);
	if (topic.partition !== partition) {
		return problem(
			`the notification topic is in the partition ${topic.partition}, where the function has no credentials; deploy with another notificationTopic`,
		);
	}
	const found = await readTopic(sns(topic.region), topicArn);
	if (found === null) {
		const create = awsCommand(topic.region, "sns", "create-topic", "--name", topic.name);
		return problem(
			"the notification topic does not exist, so messages become undelivered",
			...(topic.account === account ? [create] : []),
		);
	}
	const { confirmed, pending } = found;
	const waiting = pending === 0 ? "" : `; ${count(pending)} not confirmed yet`;
	if (confirmed === 0)
		return problem(`nobody receives what the notification topic gets${waiting}`, subscribe(topicArn));
	return ok(`the notification topic has ${count(confirmed)}${waiting}`);
}

const count = (subscriptions: number): string => formatCount(subscriptions, "subscription");

/** Reads the address from the terminal; its owner has to confirm it. */
const subscribe = (topicArn: string): string =>
	`${shellCommand("echo", "E-mail address:")}; read -r ADDRESS && ${awsCommand(
		placeOfTopic(topicArn).region,
		...["sns", "subscribe", "--topic-arn", topicArn, "--protocol", "email"],
	)} --notification-endpoint "$ADDRESS"; unset ADDRESS`;

import type { DynamoDBRecord } from "aws-lambda";
import type { Destination } from "../../core/destination.ts";
import { UnconfirmedError } from "../../core/errors.ts";
import { destinationKey, type NamedChannel } from "../../domain/notifications/destination.ts";
import type { Notification } from "../../domain/notifications/notification.ts";
import { chatSink } from "../../pipeline/sinks/chat.ts";
import { streamReader } from "../../pipeline/stream.ts";
import { chatPortsOf, StreamPorts } from "./stream-ports.ts";

type Message = readonly string[];

/** A chat that shows for each message only what it is about: the last part of the subject's ARN, and what happened. */
export class RecordingChat {
	readonly ports = new StreamPorts("slack");
	/** What destinations show, each with its key. */
	readonly posted: (readonly [string, Message])[] = [];
	/** When, in epoch milliseconds. */
	readonly times: number[] = [];
	/** To which it was asked to post, with their minimum severity. */
	readonly destinations: Destination[] = [];
	/** Also of what was not accepted. */
	attempts = 0;
	digests = 0;
	/** What goes wrong with a message; it is shown nevertheless if that is an UnconfirmedError. */
	trouble: (destination: string, message: Message) => Error | undefined = () => undefined;

	/** Of the policy. */
	defaultDestination: Destination = {};
	/** In which every subject has threads. */
	channels: readonly NamedChannel[] = [];

	readonly reader = () =>
		streamReader(
			chatSink<Message>({
				...{ ...chatPortsOf(this.ports), defaultDestination: this.defaultDestination },
				readThreads: async () => this.channels,
				toMessage: (notification) => [aboutOf(notification)],
				toDigestMessage: (notifications) => {
					this.digests += 1;
					return notifications.map(aboutOf);
				},
				post: async (message, destination) => {
					this.attempts += 1;
					this.destinations.push(destination);
					const key = destinationKey(destination);
					const error = this.trouble(key, message);
					if (error === undefined || error instanceof UnconfirmedError) {
						this.posted.push([key, message]);
						this.times.push(this.ports.time);
					}
					if (error !== undefined) throw error;
					return "posted";
				},
			}),
			this.ports,
		);

	/** Sequence numbers of the records that failed. */
	async handle(...Records: DynamoDBRecord[]): Promise<number[]> {
		const { batchItemFailures } = await this.reader()({ Records });
		return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier));
	}
}

const aboutOf = ({ entry, headline, changes }: Notification): string =>
	`${entry.arn.split("/").at(-1)} ${headline.kind === "block" ? "block" : changes.map(({ kind }) => kind).join(" ")}`;

import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { MalformedEventError } from "../../core/errors.ts";
import type { Envelope, EventParser, ParsedEvent } from "../../core/event.ts";
import type { Subject } from "../../core/subject.ts";
import { type AnswerMessage, answerMessageIn } from "../answer-message.ts";
import { beforeTimeIsUp, timeLimitOf } from "../batch.ts";
import { openMessage, rejectMessage } from "../parse-message.ts";
import { answerDeployment } from "./answer.ts";
import { pause } from "./pause.ts";
import { stop } from "./stop.ts";
import { reportTaskSet } from "./task-set.ts";
import type { DeploymentEvent, MessagePorts, WorkerPorts } from "./worker-ports.ts";

type Ports = WorkerPorts & MessagePorts;
type Handler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/**
 * The handler of events about deployments of services: stops those that the policy blocks, and answers PAUSE hooks, also as people say. Each message has its
 * own outcome: a malformed one is moved to the dead-letter queue; one that has to be decided about later is sent again; one that failed
 * returns to the queue.
 */
export function handleDeployments(parse: EventParser, ports: Ports): Handler {
	return async ({ Records }, context) => {
		const time = timeLimitOf(ports.timeUp(context));
		const failed = await Promise.all(
			Records.map(async (record) => {
				try {
					await beforeTimeIsUp(time, () => handle(record, parse, ports));
					return [];
				} catch (error) {
					ports.telemetry.failed(record.messageId, error instanceof Error ? error : new Error(String(error)));
					await ports.retrySoon(record);
					return [{ itemIdentifier: record.messageId }];
				}
			}),
		);
		ports.telemetry.flush();
		return { batchItemFailures: failed.flat() };
	};
}

/** The answer of a person in the message; null if it is an event, the error if it is malformed. */
function openAnswer({ body }: SQSRecord): AnswerMessage | MalformedEventError | null {
	try {
		return answerMessageIn(body);
	} catch (error) {
		if (error instanceof MalformedEventError) return error;
		throw error;
	}
}

async function handle(record: SQSRecord, parse: EventParser, ports: Ports): Promise<void> {
	const { telemetry } = ports;
	const answer = openAnswer(record);
	if (answer instanceof MalformedEventError) return rejectMessage(record, answer, ports);
	if (answer !== null) return answerDeployment(answer, ports);
	const message = openMessage(record, parse, ports);
	if (message === null) return;
	if (message instanceof MalformedEventError) return rejectMessage(record, message, ports);
	const { parsed, envelope } = message;
	if (parsed.kind !== "check") return telemetry.skipped(record.messageId, parsed.reason);
	if (!mayAct(envelope, ports)) return telemetry.skipped(record.messageId, "an event that is replayed blocks nothing");
	const [subject] = parsed.subjects;
	if (!isService(subject)) return telemetry.skipped(record.messageId, "the event is not about a service");
	const event = eventOf(record, parsed, envelope, subject, ports);
	const { hook, taskSet } = event;
	const examined = {
		...{ service: subject, hook: hook?.id ?? null },
		...{ deployment: null, serviceRevision: null, family: null, revision: null },
	};
	const handled =
		hook !== null
			? await pause(event, hook, examined, ports)
			: taskSet !== null
				? await reportTaskSet(event, taskSet, examined, ports)
				: await stop(event, examined, ports);
	if (handled.kind === "done") return;
	const { delaySeconds, reason } = handled;
	await ports.requeue(record, delaySeconds);
	telemetry.requeue(`${record.messageId}: ${reason}`, delaySeconds);
}

/** As for registrations (docs/replay.md): anyone who may call PutEvents can send an event with the replay source. */
const mayAct = ({ source, isFromArchive }: Envelope, { replaySource, replayCanBlock }: Ports): boolean =>
	source === replaySource ? replayCanBlock : !isFromArchive;

const isService = (subject: Subject | undefined): subject is DeploymentEvent["service"] => subject?.kind === "service";

const eventOf = (
	record: SQSRecord,
	{ hook, taskSet }: ParsedEvent & { readonly kind: "check" },
	{ time }: Envelope,
	service: DeploymentEvent["service"],
	{ attemptOf }: Ports,
): DeploymentEvent => {
	const attempt = attemptOf(record);
	const isRedelivered = attempt > 1 || Number(record.attributes.ApproximateReceiveCount) > 1;
	return { service, time, attempt, isRedelivered, hook: hook ?? null, taskSet: taskSet ?? null };
};

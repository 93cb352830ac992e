import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createSweepState } from "../../adapters/dynamodb/sweep-state.ts";
import { explainFailure } from "../../adapters/explain-failure.ts";
import type { Installation } from "../installation.ts";
import { type Answer, ok, problem } from "../result.ts";
import { sweepNow } from "./sweep-now.ts";

const hourMs = 3_600_000;

/** The schedule comes every hour, and a sweep that has not finished after six hours is replaced (pipeline/sweep/start.ts). */
const marginMs = 7 * hourMs;

/** Whether the last sweep is recent and complete. `now`: ISO 8601. */
export async function checkSweep(client: DynamoDBClient, installation: Installation, now: string): Promise<Answer> {
	const state = createSweepState(client, installation.ledgerTable);
	const [last, current] = await explainFailure("dynamodb:GetItem", Promise.all([state.last(), state.current()]));
	const since = (time: string): number => Date.parse(now) - Date.parse(time);
	const fix = sweepNow(installation, now, last !== null);
	const running = current === null ? "" : `; one has been running since ${current.startedAt}`;
	if (last === null) {
		const isNew = installation.createdAt !== null && since(installation.createdAt) < marginMs;
		if (isNew) return ok(`the first sweep takes place within hours of the installation${running}`);
		return problem(`no sweep has finished since the installation${running}`, ...fix);
	}
	if (since(last.startedAt) > installation.sweepHours * hourMs + marginMs) {
		return problem(
			`the last complete sweep started at ${last.startedAt}, but one is due every ${installation.sweepHours} hours${running}`,
			...fix,
		);
	}
	if (last.failed > 0) {
		const failed = `${last.failed} messages of the sweep of ${last.startedAt} failed again and again`;
		return problem(`${failed}, so what they would have checked keeps its last verdicts; the log says why`, ...fix);
	}
	return ok(`the last sweep started at ${last.startedAt}${running}`);
}

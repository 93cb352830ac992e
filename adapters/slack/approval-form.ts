import type { ModalView } from "@slack/types";
import type { AnswerKind } from "../../domain/approvals/waiting.ts";
import { serviceOfDeployment } from "../../domain/approvals/waiting.ts";
import { formId, reasonField } from "./approval-ids.ts";
import { plain } from "./blocks.ts";
import { type Click, type FormState, maxReasonLength } from "./interaction.ts";

const titles = { approve: "Approve deployment", refuse: "Refuse deployment" } as const satisfies Record<
	AnswerKind,
	string
>;
const submits = { approve: "Approve", refuse: "Refuse" } as const satisfies Record<AnswerKind, string>;

/** For how long an approval counts, from when the form is submitted. */
export interface FormTerms {
	readonly hours: number;
}

/** The form that asks for the reason (Slack API, "Modal views": a title of 24 characters, `private_metadata` of 3,000). */
export function approvalForm({ answer, key, message }: Click, terms: FormTerms): ModalView {
	const state: FormState = { answer, key, message };
	return {
		type: "modal",
		callback_id: formId,
		title: plain(titles[answer]),
		submit: plain(submits[answer]),
		close: plain("Cancel"),
		private_metadata: JSON.stringify(state),
		blocks: [
			{ type: "section", text: plain(effectOf(answer, serviceNameOf(key.deployment), terms)) },
			{
				type: "input",
				block_id: reasonField.block,
				label: plain("Reason"),
				element: {
					type: "plain_text_input",
					action_id: reasonField.action,
					multiline: true,
					min_length: 1,
					max_length: maxReasonLength,
				},
			},
		],
	};
}

/** What is shown to somebody who cannot answer. */
export const approvalNotice = (text: string): ModalView => ({
	...{ type: "modal", title: plain("Nothing has changed"), close: plain("Close") },
	blocks: [{ type: "section", text: plain(text) }],
});

/** The response that shows a problem beside the input (Slack API, "Modals", "Displaying errors in views"). */
export const formProblem = (text: string) => ({ response_action: "errors", errors: { [reasonField.block]: text } });

const serviceNameOf = (deployment: string): string => {
	const { cluster, service } = serviceOfDeployment(deployment) ?? { cluster: "?", service: "?" };
	return `${cluster}/${service}`;
};

function effectOf(answer: AnswerKind, service: string, { hours }: FormTerms): string {
	if (answer === "refuse") return `ECS rolls back the deployment to service ${service}.`;
	return (
		`The deployment to service ${service} goes on, although it fails. For ${hours} ${hours === 1 ? "hour" : "hours"} after you submit this, other ` +
		"deployments of the same task definition family to this service go on as well if they fail the same controls. " +
		"Your name and the reason are shown in Security Hub and Slack."
	);
}

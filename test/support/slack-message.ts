/** A Block Kit message as the endpoint receives it, with untrusted text escaped. */
export const receivedMessage = {
	text: "⛔ Revision 8 deregistered: task definition web (revision 7 is active)\nrevision 8 was blocked\nHIGH task-definition/read-only-root",
	blocks: [
		{
			type: "header",
			text: {
				type: "plain_text",
				text: "⛔ Revision 8 deregistered: task definition web (revision 7 is active)",
				emoji: false,
			},
		},
		{
			type: "section",
			text: {
				type: "mrkdwn",
				text: "*Deploy blocked.* Revision 8 was deregistered because of `task-definition/read-only-root`. Revision 7 is active.",
				verbatim: true,
			},
		},
		{
			type: "section",
			text: {
				type: "mrkdwn",
				text: "*HIGH*  Containers should not be able to write to their root filesystem\n<https://ap-northeast-1.console.aws.amazon.com/securityhub/home|task-definition/read-only-root>",
				verbatim: true,
			},
		},
		{
			type: "section",
			text: {
				type: "plain_text",
				text:
					"app &amp; log-router can write to their root file system\nHow to fix: set readonlyRootFilesystem to true and " +
					"mount a tmpfs where the container must write.",
				emoji: false,
			},
		},
		{
			type: "context",
			elements: [
				{ type: "mrkdwn", text: "`task definition web`", verbatim: true },
				{ type: "mrkdwn", text: "account 111122223333, ap-northeast-1", verbatim: true },
				{ type: "mrkdwn", text: "read from AWS at 2026-11-21 13:31:07 UTC", verbatim: true },
			],
		},
	],
};

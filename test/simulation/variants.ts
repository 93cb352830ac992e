/** Pipelines that are broken on purpose, to prove that the simulator notices. */
export const pipelineVariants = [
	"no conditional write",
	"no block intent",
	"sink confirms before sending",
	"what was sent without an answer is forgotten",
	"gone taken from one empty page",
	"a stale read wins",
	"waiting repositories forgotten before they are checked again",
	"the off switch is not read",
] as const;

/** Broken in a way that only the histories with sweeps can notice. */
export const sweepVariants = [
	"an entry that no list has shown is closed without looking at its subject",
	"a family that is skipped is not marked as seen",
	"a newer revision of a family counts as unchanged",
	"users of an image that changes are not checked again",
	"the messages that a message leads to are recorded after it is done",
	"a part of the ledger is not looked at",
	"what Security Hub holds from an earlier installation is forgotten",
] as const;

/** Broken in a way that only the histories with deployments of services can notice. */
export const deploymentVariants = [
	"the gate does not know a rollback",
	"a record says done whatever the answer was",
	"the gate forgets since when it waits",
	"the gate does not spare protected services",
	"the gate does not read the off switch",
	"the worker does not know a rollback",
	"deployments are stopped without a claim",
] as const;

/** Broken in a way that only the histories with several channels of Slack can notice. */
export const slackVariants = [
	"what Slack rejects is forgotten",
	"the wait that Slack asks for is forgotten",
	"messages do not wait for their turn",
	"every message goes to the default destination",
	"every destination hears of every severity",
	"threads are not recorded",
	"first messages are not brought up to date",
	"a digest is about the first four",
	"the quiet hours are not kept",
	"what the quiet hours hold is not sent",
	"what the quiet hours hold is not released",
] as const;

type SlackVariant = (typeof slackVariants)[number];
type DeploymentVariant = (typeof deploymentVariants)[number];
type PipelineVariant = (typeof pipelineVariants)[number];
type SweepVariant = (typeof sweepVariants)[number];
export type Variant = PipelineVariant | SweepVariant | DeploymentVariant | SlackVariant;

import { expect, test } from "@jest/globals";
import { functions } from "../../functions/manifest.ts";
import { allowedOn, partitionKeys } from "../support/ledger-access.ts";

/** What each function may do with the items of a kind; none that may do nothing. */
const accessTo = (kind: keyof typeof partitionKeys) =>
	Object.fromEntries(
		functions.flatMap((entry) => {
			const actions = allowedOn(entry, partitionKeys[kind]);
			return actions.length === 0 ? [] : [[entry.name, actions]];
		}),
	);

test("answers to PAUSE hooks and claims of deployments are read and written by the function that acts on deployments only", () => {
	expect(accessTo("answers")).toEqual({ "deployment-started": ["GetItem", "Query", "PutItem"] });
	expect(accessTo("deployment")).toEqual({ "deployment-started": ["GetItem", "PutItem"] });
});

test("a sink writes no entry, and of what concerns sinks only its own", () => {
	expect(accessTo("subject")).toMatchObject({
		"publish-findings": ["GetItem", "UpdateItem"],
		"notify-slack": ["GetItem", "Query", "UpdateItem"],
	});
	const sweep = ["Query", "UpdateItem", "DeleteItem"];
	expect(accessTo("sink of Slack")).toEqual({ "notify-slack": ["GetItem", ...sweep], sweep });
	expect(accessTo("sink of Security Hub")).toEqual({ "publish-findings": ["UpdateItem"], sweep });
});

test("of what is known of sweeps, Slack's sink changes only which report it has posted and that it runs again, the other sink nothing", () => {
	expect(accessTo("sweep")).toEqual({
		sweep: ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"],
		"notify-slack": ["GetItem", "PutItem", "UpdateItem"],
	});
	expect(accessTo("messages of a sweep")).toEqual({
		sweep: ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"],
	});
	expect(accessTo("summary")).toEqual({ "notify-slack": ["GetItem", "UpdateItem"] });
});

test("what is known of findings is of the sink that publishes them", () => {
	expect(accessTo("finding")).toEqual({ "publish-findings": ["GetItem", "UpdateItem"] });
});

test("no function may use an item under another partition key", () => {
	expect(accessTo("anything else")).toEqual({});
});

import { expect, test } from "@jest/globals";
import { formatUninstalled } from "../../../cli/formats/uninstalled.ts";

test("an uninstallation says what it did", () => {
	const gates = { detached: ["shop/web", "shop/api"], failed: [] };
	const done = { archived: 1, failed: [], gates, tags: { untagged: 3, failed: [] } };
	expect(formatUninstalled(done)).toEqual({
		lines: [
			"removed the gate and the PAUSE hooks for Shipshape from 2 services (shop/web, shop/api)",
			"removed the tags of 3 blocked revisions",
			"archived 1 finding",
		],
		problems: [],
	});
});

test("an uninstallation names each thing that it could not do, with the remedy, and each reason for findings once", () => {
	const gates = {
		detached: [],
		failed: ["shop/web still has a hook of Shipshape or its tag: ecs:UpdateService was denied"],
	};
	const tags = {
		untagged: 0,
		failed: ["the tag of web:3 could not be removed: ecs:UntagResource was denied; run uninstall again"],
	};
	const { problems } = formatUninstalled({
		archived: 0,
		failed: ["InvalidInput: no", "InvalidInput: no"],
		gates,
		tags,
	});
	expect(problems).toEqual([
		"shop/web still has a hook of Shipshape or its tag: ecs:UpdateService was denied; run uninstall again, or remove it with aws ecs update-service",
		"the tag of web:3 could not be removed: ecs:UntagResource was denied; run uninstall again",
		"could not archive a finding: InvalidInput: no",
	]);
});

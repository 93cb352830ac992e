import { describe, expect, test } from "@jest/globals";
import { readLifecyclePolicyFile } from "../../../readers/lifecycle-policy/read.ts";
import { looksLikeLifecyclePolicy } from "../../../readers/lifecycle-policy/recognize.ts";
import { aFile, asRepository, onlySubject } from "../../support/read-files.ts";
import { refusalOf } from "../../support/refused.ts";

const lifecycle = { rules: [{ rulePriority: 1, selection: { tagStatus: "any" } }] };
const unknown = { unresolved: "the file does not name the account of the repository" };

describe("a lifecycle policy", () => {
	test.each([
		["by itself", lifecycle, { name: "app", account: unknown }],
		[
			"as ECR answers it",
			{ registryId: "111122223333", repositoryName: "web", lifecyclePolicyText: JSON.stringify(lifecycle) },
			{ name: "web", account: "111122223333" },
		],
	])("is the only known fact of its repository: %s", (_, value, about) => {
		const subject = onlySubject(readLifecyclePolicyFile(aFile(value)));
		const text = JSON.stringify(lifecycle);
		expect(looksLikeLifecyclePolicy(value)).toBe(true);
		expect(asRepository(subject)).toMatchObject({ ...about, arn: "app.json", lifecyclePolicy: { value: text } });
		expect(asRepository(subject).accessPolicy).toEqual({ unread: "the file contains only a policy" });
		expect(subject.onlyField).toBe("lifecyclePolicyText");
	});

	test("leaves all other facts of its repository unread", () => {
		const reason = "the file contains only a policy";
		expect(onlySubject(readLifecyclePolicyFile(aFile(lifecycle))).facts).toEqual({
			kind: "repository",
			name: "app",
			arn: "app.json",
			account: unknown,
			readAt: "2026-11-21T12:00:00.000Z",
			tagMutability: { unresolved: reason },
			exclusionFilters: [],
			scanning: { unread: reason },
			declaredScanOnPush: { unresolved: reason },
			lifecyclePolicy: { value: JSON.stringify(lifecycle) },
			pullThroughCachePrefixes: { unread: reason },
			accessPolicy: { unread: reason },
			encryption: { unresolved: reason },
			images: { unread: reason, needsAws: true },
			imagesInUse: { unread: reason, needsAws: true },
			tags: { unread: reason },
		});
	});

	test("is judged when its text is not valid", () => {
		const subject = onlySubject(readLifecyclePolicyFile(aFile({ lifecyclePolicyText: "{" })));
		expect(asRepository(subject).lifecyclePolicy).toEqual({ value: "{" });
	});

	test.each([
		[lifecycle, 1],
		[{ registryId: "1", lifecyclePolicyText: "{}" }, 3],
	])("%j has its field on line %i", (value, line) => {
		expect(onlySubject(readLifecyclePolicyFile(aFile(value))).positionOf("lifecyclePolicyText").line).toBe(line);
	});

	test.each([[{}], [{ rules: [] }], [{ rules: [{ id: "x" }] }], [{ rules: {} }], [[lifecycle]], ["rules"], [null]])(
		"is not recognized in %j",
		(value) => {
			expect(looksLikeLifecyclePolicy(value)).toBe(false);
		},
	);

	test("is judged when the file contains only its rules", () => {
		expect(looksLikeLifecyclePolicy(lifecycle.rules)).toBe(true);
		const subject = onlySubject(readLifecyclePolicyFile(aFile(lifecycle.rules)));
		expect(asRepository(subject).lifecyclePolicy).toEqual({ value: JSON.stringify(lifecycle.rules) });
	});

	test.each(["just text", "# nothing"])("is refused: %j", (text) => {
		const refusal = refusalOf(() => readLifecyclePolicyFile(aFile(text)));
		expect(refusal).toBe('app.json:1:1: not a lifecycle policy; write {"rules": [...]}');
	});
});

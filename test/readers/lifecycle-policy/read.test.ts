import { describe, expect, test } from "@jest/globals";
import { readLifecyclePolicyFile } from "../../../readers/lifecycle-policy/read.ts";
import { looksLikeLifecyclePolicy } from "../../../readers/lifecycle-policy/recognize.ts";
import { aFile, asRepository, onlySubject } from "../../support/read-files.ts";
import { refusalOf } from "../../support/refused.ts";

const lifecycle = { rules: [{ rulePriority: 1, selection: { tagStatus: "any" } }] };
const unknown = { unresolved: "the file does not say whose repository it is" };

describe("a lifecycle policy", () => {
	test.each([
		["by itself", lifecycle, { name: "app", account: unknown }],
		[
			"as ECR answers it",
			{ registryId: "111122223333", repositoryName: "web", lifecyclePolicyText: JSON.stringify(lifecycle) },
			{ name: "web", account: "111122223333" },
		],
	])("%s is all that is known of its repository", (_, value, about) => {
		const subject = onlySubject(readLifecyclePolicyFile(aFile(value)));
		const text = JSON.stringify(lifecycle);
		expect(looksLikeLifecyclePolicy(value)).toBe(true);
		expect(asRepository(subject)).toMatchObject({ ...about, arn: "app.json", lifecyclePolicy: { value: text } });
		expect(asRepository(subject).accessPolicy).toEqual({ unread: "the file holds a policy only" });
		expect(subject.onlyField).toBe("lifecyclePolicyText");
	});

	test("nothing else of its repository is known", () => {
		const reason = "the file holds a policy only";
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
			images: { unread: reason },
			imagesInUse: { unread: reason },
			tags: { unread: reason },
		});
	});

	test("a text that is not valid is judged too", () => {
		const subject = onlySubject(readLifecyclePolicyFile(aFile({ lifecyclePolicyText: "{" })));
		expect(asRepository(subject).lifecyclePolicy).toEqual({ value: "{" });
	});

	test.each([
		[lifecycle, 1],
		[{ registryId: "1", lifecyclePolicyText: "{}" }, 3],
	])("of %j stands in line %i", (value, line) => {
		expect(onlySubject(readLifecyclePolicyFile(aFile(value))).place("lifecyclePolicyText").line).toBe(line);
	});

	test.each([[{}], [{ rules: [] }], [{ rules: [{ id: "x" }] }], [{ rules: {} }], [[lifecycle]], ["rules"], [null]])(
		"%j does not look like one",
		(value) => {
			expect(looksLikeLifecyclePolicy(value)).toBe(false);
		},
	);

	test("rules alone are judged as the text that they are", () => {
		expect(looksLikeLifecyclePolicy(lifecycle.rules)).toBe(true);
		const subject = onlySubject(readLifecyclePolicyFile(aFile(lifecycle.rules)));
		expect(asRepository(subject).lifecyclePolicy).toEqual({ value: JSON.stringify(lifecycle.rules) });
	});

	test.each(["just text", "# nothing"])("%j is refused", (text) => {
		const refusal = refusalOf(() => readLifecyclePolicyFile(aFile(text)));
		expect(refusal).toBe('app.json:1:1: not a lifecycle policy; write {"rules": [...]}');
	});
});

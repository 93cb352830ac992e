import type { DocumentReader } from "../reader.ts";
import { readLifecyclePolicyFile } from "./read.ts";
import { looksLikeLifecyclePolicy } from "./recognize.ts";

export default {
	kind: "lifecycle-policy",
	source: "document",
	title: "ECR lifecycle policies",
	forms: "also the output of get-lifecycle-policy",
	fileNames: String.raw`[^/]*(ecr|[Ll]ifecycle)[._-]?[Pp]olicy[^/]*\.json`,
	keys: ["rulePriority"],
	precedence: 50,
	recognizes: looksLikeLifecyclePolicy,
	load: () => readLifecyclePolicyFile,
} satisfies DocumentReader;

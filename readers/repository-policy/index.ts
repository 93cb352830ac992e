import type { DocumentReader } from "../reader.ts";
import { readRepositoryPolicyFile } from "./read.ts";
import { looksLikeRepositoryPolicy } from "./recognize.ts";

export default {
	kind: "repository-policy",
	source: "document",
	title: "ECR repository policies",
	forms: "also the output of get-repository-policy",
	fileNames: String.raw`[^/]*(ecr|[Rr]epository)[._-]?[Pp]olicy[^/]*\.json`,
	keys: ["Statement"],
	precedence: 60,
	recognizes: looksLikeRepositoryPolicy,
	load: () => readRepositoryPolicyFile,
} satisfies DocumentReader;

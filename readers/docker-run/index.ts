import type { TextReader } from "../reader.ts";
import { looksLikeDockerRun } from "./recognize.ts";

export default {
	kind: "docker-run",
	source: "text",
	title: "docker run commands",
	forms: "also podman, nerdctl and finch; alone or in a script",
	precedence: 10,
	recognizes: looksLikeDockerRun,
	loadComments: async () => (await import("../shell/words.ts")).shellComments,
	load: async () => (await import("./read.ts")).readDockerRun,
} satisfies TextReader;

import type { TextReader } from "../reader.ts";
import { looksLikeDockerRun } from "./recognize.ts";

export default {
	kind: "docker-run",
	source: "text",
	title: "docker run commands",
	forms: "also podman, nerdctl and finch; in scripts, makefiles and units that you name, not in folders",
	precedence: 10,
	recognizes: looksLikeDockerRun,
	loadComments: async () => (await import("../shell/words.ts")).shellComments,
	load: async () => (await import("./read.ts")).readDockerRun,
} satisfies TextReader;

/** Re-exports the controls for the demo, which may import `cli/` but not `controls/`. */
export { controls } from "../controls/index.ts";

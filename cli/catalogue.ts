/** Every control, for whoever prints: the demo may import the terminal, not the controls. */
export { controls } from "../controls/index.ts";

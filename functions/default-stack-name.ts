/** The name that a stack has without the context `stackName`, and that the command line looks for without `--stack`. */
export const defaultStackName = "Shipshape";

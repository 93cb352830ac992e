/** The names of the SSM parameters that tell other stacks of the account and Region about a stack's gate. */
export const gateParameters = (stackName: string) => ({
	function: `/shipshape/${stackName}/deployment-gate/function-arn`,
	hookRole: `/shipshape/${stackName}/deployment-gate/hook-role-arn`,
});

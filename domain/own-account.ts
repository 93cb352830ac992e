/**
 * Stands for the account that a template is deployed to, wherever that is: the pseudo parameter of CloudFormation,
 * which readers of files leave in texts as it is written there.
 */
export const ownAccount = "${AWS::AccountId}";

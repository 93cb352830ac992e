/**
 * Stands for the account that a template is deployed to: the pseudo parameter of CloudFormation, which file readers leave
 * in strings unchanged.
 */
export const ownAccount = "${AWS::AccountId}";

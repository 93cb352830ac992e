/** Key of the tag that says that a revision of a task definition is blocked; the documents in infra/policies name it as well. */
export const blockTag = "shipshape:blocked";

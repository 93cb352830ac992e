const fastCheck = require("real-fast-check");

/** It is enough to know that a mutant fails: shrinking the example would take most of the time. */
fastCheck.configureGlobal({ endOnFailure: true });

module.exports = fastCheck;

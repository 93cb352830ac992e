const fastCheck = require("real-fast-check");

/** That a mutant fails is enough to know: the smallest example would take most of the time. */
fastCheck.configureGlobal({ endOnFailure: true });

module.exports = fastCheck;

import dynalite from "dynalite";

// The ledger's table in a process of its own, in memory (docs/decisions.md): in AWS it does not slow down the other services either.
// Reports its port, and ends with its parent.
const server = dynalite({ createTableMs: 0 });
server.listen(0, "127.0.0.1", () => process.send(server.address().port));
process.on("disconnect", () => process.exit());

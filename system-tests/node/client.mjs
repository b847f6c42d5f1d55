// The official client, told on standard input what to do; says on standard output what it saw.
// In:  {"transport":"http","url":…,"token":…} or {"transport":"stdio","command":[…],"environment":{…}},
//      with "mode": "legacy" | "auto" | "<revision>", "calls": [{"name":…,"arguments":{…}}]
// Out: {"revision":…,"server":{…},"instructions":…,"tools":[…],"results":[…]}
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { text } from "node:stream/consumers";

const task = JSON.parse(await text(process.stdin));

function transport() {
  if (task.transport === "stdio") {
    const [command, ...args] = task.command;
    return new StdioClientTransport({
      command,
      args,
      env: { ...process.env, ...task.environment },
      stderr: "inherit",
    });
  }
  return new StreamableHTTPClientTransport(new URL(task.url), {
    requestInit: { headers: { Authorization: `Bearer ${task.token}` } },
  });
}

function negotiation() {
  return task.mode === "legacy" || task.mode === "auto" ? task.mode : { pin: task.mode };
}

const client = new Client(
  { name: "sluice-system-tests", version: "1.0.0" },
  { versionNegotiation: { mode: negotiation() } },
);
await client.connect(transport());
const listed = await client.listTools();
const results = [];
for (const call of task.calls) {
  try {
    results.push(await client.callTool(call));
  } catch (error) {
    results.push({ thrown: { code: error.code, message: error.message } });
  }
}
const seen = {
  revision: client.getNegotiatedProtocolVersion?.(),
  server: client.getServerVersion(),
  instructions: client.getInstructions(),
  tools: listed.tools,
  results,
};
await client.close();
console.log(JSON.stringify(seen));

// A stdio MCP server that hands every line to an HTTP endpoint: URL and token come from the environment.
import { createInterface } from "node:readline";

const { SLUICE_TEST_URL: url, SLUICE_TEST_TOKEN: token } = process.env;
let revision;

async function forward(line) {
  const message = JSON.parse(line);
  const claimed = message.params?._meta?.["io.modelcontextprotocol/protocolVersion"] ?? revision;
  const response = await fetch(url, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${token}`,
      "Content-Type": "application/json",
      Accept: "application/json, text/event-stream",
      "Mcp-Method": message.method,
      ...(claimed && { "MCP-Protocol-Version": claimed }),
      ...(message.params?.name && { "Mcp-Name": message.params.name }),
    },
    body: line,
  });
  const answer = await response.text();
  if (message.method === "initialize") {
    revision = JSON.parse(answer).result?.protocolVersion;
  }
  if (answer !== "") {
    process.stdout.write(answer + "\n");
  }
}

let previous = Promise.resolve();
createInterface({ input: process.stdin }).on("line", (line) => {
  previous = previous.then(() => forward(line));
});

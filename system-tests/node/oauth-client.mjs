// The official client with a sign-in of its own, told on standard input what to do, line by line.
// In:  {"url":…,"metadata":{…},"redirect":…} to register by itself,
//      or {"url":…,"client":…,"redirect":…} as a client that is known to the server;
//      then the address that the person's browser was sent to
// Out: {"authorize":…}, then {"client":…,"tools":[…],"results":[…],"renewed":…,"access":…,"ended":…}
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { createInterface } from "node:readline";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const task = JSON.parse((await lines.next()).value);
const question = { name: "run", arguments: { sql: "SELECT count(*) AS n FROM orders" } };
const say = (what) => console.log(JSON.stringify(what));

// What a client keeps; the official one fills it in.
const kept = {
  client: task.client === undefined ? undefined : { client_id: task.client },
  tokens: undefined,
  verifier: undefined,
  discovery: undefined,
  forgotten: [],
  asked: 0,
};

const provider = {
  redirectUrl: task.redirect,
  clientMetadata: task.metadata ?? { redirect_uris: [task.redirect] },
  state: () => "of-this-visit",
  clientInformation: () => kept.client,
  saveClientInformation: (client) => void (kept.client = client),
  tokens: () => kept.tokens,
  saveTokens: (tokens) => void (kept.tokens = tokens),
  saveCodeVerifier: (verifier) => void (kept.verifier = verifier),
  codeVerifier: () => kept.verifier,
  saveDiscoveryState: (state) => void (kept.discovery = state),
  discoveryState: () => kept.discovery,
  invalidateCredentials: (scope) => {
    kept.forgotten.push(scope);
    kept.tokens = undefined;
  },
  redirectToAuthorization: (address) => {
    kept.asked += 1;
    say({ authorize: address.toString() });
  },
};

function visit() {
  const client = new Client({ name: "sluice-system-tests", version: "1.0.0" });
  const transport = new StreamableHTTPClientTransport(new URL(task.url), { authProvider: provider });
  return { client, transport };
}

const first = visit();
const refusal = await first.client.connect(first.transport).then(() => "none", (error) => error.name);
const answer = new URL((await lines.next()).value);
if (answer.searchParams.get("state") !== "of-this-visit") {
  throw new Error(`another state: ${answer}`);
}
await first.transport.finishAuth(answer.searchParams);

const { client, transport } = visit();
await client.connect(transport);
const { tools } = await client.listTools();
const results = [await client.callTool(question)];

// An access token that is not accepted any more: the client renews it by itself.
const before = { ...kept.tokens };
kept.tokens = { ...kept.tokens, access_token: "expired" };
results.push(await client.callTool(question));
const renewed =
  kept.tokens.access_token !== "expired" &&
  kept.tokens.access_token !== before.access_token &&
  kept.tokens.refresh_token !== before.refresh_token;

// After the end of the grant neither token is worth anything: the person is asked again.
const revoked = await fetch(new URL("/oauth2/revoke", task.url), {
  method: "POST",
  body: new URLSearchParams({ client_id: kept.client.client_id, token: kept.tokens.refresh_token }),
});
const access = kept.tokens.access_token;
const ended = await client.callTool(question).then(() => "answered", (error) => error.name);
await client.close().catch(() => undefined);
say({
  refusal,
  client: kept.client,
  tools: tools.map((tool) => tool.name),
  results,
  renewed,
  revoked: revoked.status,
  access,
  ended,
  forgotten: kept.forgotten,
  asked: kept.asked,
});
process.exit(0);

// Servers of a test, for the certificate in the folder that the argument names. The first line of output is their
// ports; the end of the input ends them.
const fs = require("node:fs");
const net = require("node:net");
const path = require("node:path");
const tls = require("node:tls");

const [folder] = process.argv.slice(2);
const read = (name) => fs.readFileSync(path.join(folder, name));
const identity = { cert: read("certificate.pem"), key: read("key.pem") };

// Answers what it was sent, when that has ended.
function answer(socket) {
  let said = "";
  socket.on("data", (data) => (said += data));
  socket.on("end", () => socket.end(`${said} to you`));
  socket.on("error", () => {});
}

// Begins in plain text.
const upgrading = (greeting) =>
  net.createServer({ allowHalfOpen: true }, (socket) => {
    socket.on("error", () => {});
    socket.once("data", () => {
      socket.write(greeting);
      answer(new tls.TLSSocket(socket, { isServer: true, allowHalfOpen: true, secureContext: tls.createSecureContext(identity) }));
    });
  });

const servers = [
  tls.createServer({ ...identity, allowHalfOpen: true }, answer),
  upgrading("GO\n"),
  upgrading("GO\nand more"),
];
for (const server of servers) server.on("tlsClientError", () => {});
Promise.all(servers.map((server) => new Promise((ready) => server.listen(0, "localhost", () => ready(server.address().port))))).then(
  (ports) => console.log(JSON.stringify(ports)),
);
process.stdin.on("end", () => process.exit()).resume();

// A real SMTP server for a trial: says its port on the first line, then one line of JSON for each message it took.
//   node server.mjs '{"auth": {"user": "…", "password": "…"}, "key": "…", "cert": "…"}'
// With "asks" it answers a message that it has told of when a line comes on its standard input.
// A recipient named gone@… is refused for good, later@… is deferred the first time, too-late@… always.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { SMTPServer } = createRequire(process.env.NODE_PATH + "/")("smtp-server");
const wanted = JSON.parse(process.argv[2] ?? "{}");
const deferred = new Set();
const unanswered = [];
if (wanted.asks) process.stdin.on("data", () => unanswered.shift()?.());

function refusal(code, words) {
  return Object.assign(new Error(words), { responseCode: code });
}

const server = new SMTPServer({
  logger: false,
  authOptional: !wanted.auth,
  allowInsecureAuth: true,
  disabledCommands: [...(wanted.cert ? [] : ["STARTTLS"]), ...(wanted.auth ? [] : ["AUTH"])],
  ...(wanted.cert ? { key: readFileSync(wanted.key), cert: readFileSync(wanted.cert) } : {}),
  onConnect(session, done) {
    return done(wanted.turnsAway === "greeting" ? refusal(554, "5.7.1 not from where you are") : undefined);
  },
  onMailFrom(address, session, done) {
    return done(wanted.turnsAway === "sender" ? refusal(550, "5.7.1 not you") : undefined);
  },
  onAuth({ username, password }, session, done) {
    if (username === wanted.auth.user && password === wanted.auth.password) return done(null, { user: username });
    return done(refusal(535, "5.7.8 who are you"));
  },
  onRcptTo({ address }, session, done) {
    if (address.startsWith("gone@")) return done(refusal(550, `5.1.1 no mailbox ${address}`));
    if (address.startsWith("too-late@")) return done(refusal(451, "4.3.0 come back later"));
    if (address.startsWith("later@") && !deferred.has(address)) {
      deferred.add(address);
      return done(refusal(451, "4.3.0 come back later"));
    }
    return done();
  },
  onData(stream, session, done) {
    const parts = [];
    stream.on("data", (part) => parts.push(part));
    stream.on("end", () => {
      const { mailFrom, rcptTo } = session.envelope;
      const told = JSON.stringify({ from: mailFrom.address, to: rcptTo.map((each) => each.address), secure: session.secure, user: session.user ?? "", raw: Buffer.concat(parts).toString("base64") });
      const answer = () => done(null, "2.0.0 taken as 4711");
      if (wanted.asks) unanswered.push(answer);
      else answer();
      console.log(told);
    });
  },
});
server.on("error", () => {}); // a client that breaks off is part of the trials
server.listen(Number(wanted.port ?? 0), "127.0.0.1", () => console.log(JSON.stringify({ port: server.server.address().port })));

// Stands in for the binding that sends mail, and shows what it was given.
import { WorkerEntrypoint } from "cloudflare:workers";

const sent = [];

export default class extends WorkerEntrypoint {
  fetch() {
    return Response.json(sent);
  }

  send({ attachments, ...mail }) {
    const text = ({ content, ...rest }) => ({ ...rest, content: new TextDecoder().decode(content) });
    sent.push({ ...mail, attachments: attachments.map(text) });
    return { messageId: `<${sent.length}@example.com>` };
  }
}

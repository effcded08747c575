// A stand-in for the platform with the interface that it documents, behind remote calls as it is there. It writes down what
// it is asked, always gives the same answer, and says what was let go of.
import { RpcStub, RpcTarget } from "cloudflare:workers";

const streamed = async (stream) => ({ streamed: await new Response(stream).text() });
const read = (arg) => (arg instanceof ReadableStream ? streamed(arg) : arg);

export function platform(calls, answer) {
  const { value, thrown, stub } = JSON.parse(answer);
  const answered = (name) => async (...args) => {
    calls.push([name, ...(await Promise.all(args.map(read)))]);
    if (thrown) throw Object.assign(new Error(thrown.message), thrown);
    return stub ? { ...value, [stub]: target(stub, []) } : value;
  };
  const target = (name, methods, parts = {}) => {
    class Target extends RpcTarget {
      [Symbol.dispose]() {
        calls.push(`${name} is let go of`);
      }
    }
    for (const method of methods) Target.prototype[method] = answered(`${name} ${method}`);
    for (const part in parts) Object.defineProperty(Target.prototype, part, parts[part]);
    return new Target();
  };
  const part = (name, methods) => ({ get: () => target(name, methods) });
  const video = (id) =>
    target(`video ${id}`, ["details", "update", "delete", "generateToken"], {
      captions: part("captions", ["upload", "generate", "list", "delete"]),
      downloads: part("downloads", ["generate", "get", "delete"]),
    });
  const binding = target("stream", ["upload", "createDirectUpload"], {
    video: { value: video },
    videos: part("videos", ["list"]),
    watermarks: part("watermarks", ["generate", "list", "get", "delete"]),
  });
  return new RpcStub(binding);
}

export const list = () => [];
export const written = (list) => JSON.stringify(list);
export const thrown = (properties) => JSON.parse(properties);

// Calls that the types forbid. Behind each stands what the compiler says of it.
import { RpcTarget } from "cloudflare:workers";
import type { Cursor, Desk, Everything, Sum, Tally } from "../../../../../runtime/rpc/build/index.js";

export async function wrong(desk: Service<Desk>, tally: DurableObjectNamespace<Tally>, shipping: Workflow<Sum>) {
  await desk.add("x", 1); // error TS2345: Argument of type 'string' is not assignable to parameter of type 'number'.
  await desk.add(1); // error TS2554: Expected 2 arguments, but got 1.
  await desk.noSuchMethod(); // error TS2339: Property 'noSuchMethod' does not exist on type 'Fetcher<Desk, never>'.
  await desk.mix("dark"); // error TS2345: Argument of type '"dark"' is not assignable to parameter of type '"plain" | { mixed: { red: number; green: number; }; } | { named: string; }'.
  await desk.each([1], () => "text"); // error TS2322: Type 'string' is not assignable to type 'number | Promise<number>'.
  const number: number = await desk.motto; // error TS2322: Type 'string' is not assignable to type 'number'.
  await desk.motto(); // error TS2349: This expression is not callable.
  await tally.getByName("a").count("1"); // error TS2345: Argument of type 'string' is not assignable to parameter of type 'number'.
  await desk.exhaust({ next: () => 1 }); // error TS2345: Argument of type '{ next: () => number; }' is not assignable to parameter of type 'Cursor'.
  const pair: Everything["pair"] = [1, 2]; // error TS2322: Type 'number' is not assignable to type 'string'.
  const next: string | null = await desk.cursor(1).next(); // error TS2322: Type 'number | null' is not assignable to type 'string | null'.
  await desk.upper(new Response("text")); // error TS2345: Argument of type 'Response' is not assignable to parameter of type 'ReadableStream<Uint8Array<ArrayBufferLike>>'.
  await shipping.create({ params: { total: "1", parts: [] } }); // error TS2322: Type 'string' is not assignable to type 'number'.
  return { number, pair, next };
}

export class Half extends RpcTarget implements Pick<Cursor, "next"> {
  next(): string { // error TS2416: Property 'next' in type 'Half' is not assignable to the same property in base type 'Pick<Cursor, "next">'.
    return "";
  }
}

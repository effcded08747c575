// Writes down the spans of the worker that it observes, while they begin and end.
const numbers = (_, value) => (typeof value === "bigint" ? Number(value) : value);

export default {
  tailStream(onset) {
    const { traceId, spanId } = onset.spanContext;
    console.log(JSON.stringify({ type: "begin", traceId, own: spanId }));
    return ({ spanContext, event }) => {
      const { type, name, spanId: own, info, message } = event;
      console.log(JSON.stringify({ type, traceId, span: spanContext.spanId, name, own, info, message }, numbers));
    };
  },
};

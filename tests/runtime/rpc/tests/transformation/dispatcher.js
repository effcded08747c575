// What the platform does with a transformation: it asks whether there is one, and hands it batches of lines of JSON.
export const dispatcher = (transformation) => ({
  async dispatch(lines) {
    await transformation._ping();
    const data = new Response(lines).body;
    const batch = { id: "b1", shard: "s1", ts: 7, format: "json_stream", size: { bytes: 0, rows: 0 }, data };
    const out = await transformation._run(batch, { pipelineId: "p1", pipelineName: "clicks" });
    return `${out.id} ${out.format} ${out.size.rows}\n${await new Response(out.data).text()}`;
  },
});

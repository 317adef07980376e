// read.mjs READER FILE: the series of a Parquet export as JSON, [{node, metric, class, measure, count, sum, first, last, values}].
// READER is hyparquet, or duckdb, which counts and sums in SQL. `first` and `last` are milliseconds since 1970.
const [reader, file] = process.argv.slice(2);

async function byHyparquet() {
  const { asyncBufferFromFile, parquetReadObjects } = await import("hyparquet");
  const found = new Map();
  for (const row of await parquetReadObjects({ file: await asyncBufferFromFile(file) })) {
    const key = [row.node, row.metric, row.class, row.measure].join("\n");
    if (!found.has(key)) found.set(key, { node: row.node, metric: row.metric, class: row.class, measure: row.measure, rows: [] });
    found.get(key).rows.push(row);
  }
  return [...found.values()].map(({ rows, ...series }) => ({
    ...series,
    count: rows.length,
    sum: rows.reduce((sum, row) => sum + (row.value ?? 0), 0),
    first: Number(rows[0].time),
    last: Number(rows.at(-1).time),
    values: rows.map((row) => row.value ?? null),
  }));
}

async function byDuckDb() {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const answer = await connection.runAndReadAll(
    `SELECT node, metric, class, measure, count(*)::INTEGER AS count, coalesce(sum(value), 0) AS sum,
            epoch_ms(min(time))::DOUBLE AS first, epoch_ms(max(time))::DOUBLE AS last, list(value ORDER BY time) AS values
     FROM read_parquet($1) GROUP BY node, metric, class, measure ORDER BY node, metric, class, measure`,
    [file],
  );
  return answer.getRowObjectsJson();
}

console.log(JSON.stringify(await (reader === "duckdb" ? byDuckDb() : byHyparquet())));

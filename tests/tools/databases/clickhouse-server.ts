// clickhouse-server.ts DATA_FOLDER PORT: ClickHouse, from the library of chdb, behind its own HTTP interface on 127.0.0.1.
// It is the command line of clickhouse-local: its last query reads standard input, so it ends when that is closed.
import { resolveLibchdb } from 'chdb/libchdb';
import { arrayConstructor, DataType, load, open } from 'ffi-rs';

const [folder, port] = process.argv.slice(2);
const commandLine = [
  'clickhouse',
  `--path=${folder}`,
  `--http_port=${port}`,
  '--listen_host=127.0.0.1',
  '--query',
  "SYSTEM START LISTEN HTTP; SELECT * FROM file('-', 'LineAsString') FORMAT Null",
];

open({ library: 'chdb', path: resolveLibchdb().path });
load({
  library: 'chdb',
  funcName: 'chdb_query_cmdline',
  retType: DataType.External,
  paramsType: [DataType.I32, arrayConstructor({ type: DataType.StringArray, length: commandLine.length })],
  paramsValue: [commandLine.length, commandLine],
});

// judge.mjs SCHEMAS DOCUMENTS: every file of DOCUMENTS is {"schema", "document", "valid"}; ajv has to agree with `valid`.
import Ajv2020 from "ajv/dist/2020.js";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const [schemas, documents] = process.argv.slice(2);
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const ajv = new Ajv2020({ strict: false, allErrors: true });
for (const folder of ["", "http/"]) {
  for (const name of readdirSync(join(schemas, folder)).filter((file) => file.endsWith(".schema.json"))) {
    const schema = read(join(schemas, folder, name));
    delete schema.$id;
    ajv.addSchema(schema, folder + name);
  }
}

let refused = 0;
let wrong = 0;
const names = readdirSync(documents);
for (const name of names) {
  const { schema, document, valid } = read(join(documents, name));
  const judge = ajv.getSchema(schema + ".schema.json");
  const isValid = judge(document);
  refused += isValid ? 0 : 1;
  if (isValid === valid) continue;
  wrong += 1;
  console.error(`${name} as ${schema}: ${isValid ? "accepted" : ajv.errorsText(judge.errors).slice(0, 500)}`);
}
console.log(`ajv: ${names.length - refused} accepted, ${refused} refused`);
process.exit(wrong === 0 ? 0 : 1);

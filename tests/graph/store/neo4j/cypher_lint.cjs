// Prints what Neo4j's own parser (Cypher 5 and 25) finds wrong with the statements on standard input: [[name, text], …].
const { lintCypherQuery } = require("@neo4j-cypher/language-support");
const statements = JSON.parse(require("fs").readFileSync(0, "utf8"));
const parameters = {};
for (const [, text] of statements) for (const [, name] of text.matchAll(/\$(\w+)/g)) parameters[name] = 1;
const found = [];
for (const version of ["CYPHER 5", "CYPHER 25"])
  for (const [name, text] of statements)
    for (const d of lintCypherQuery(`${version} ${text}`, { parameters }).diagnostics)
      if (d.severity === 1) found.push(`${version} ${name}: ${d.message}`);
console.log(JSON.stringify(found));

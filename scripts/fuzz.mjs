// npm run fuzz -- --seed N --cases N [--only NAME:N] [--json]
import './typescript.mjs';

const { fuzzCommand } = await import('../src/workers/node/fuzz/command.ts');
process.exitCode = await fuzzCommand(process.argv.slice(2), (line) => console.log(line));

// npm run soak -- --seed N --failures N [--minutes M] [--only K] [--without RULE] [--json]
import './typescript.mjs';

const { soakCommand } = await import('../src/workers/node/soak/command.ts');
process.exitCode = await soakCommand(process.argv.slice(2), (line) => console.log(line));

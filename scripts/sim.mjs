// npm run sim -- --seed N --runs N [--rule NAME=off] [--json]
import './typescript.mjs';

const { simulate } = await import('../src/ft/simulation/command.ts');
try {
  process.exitCode = simulate({
    arguments: process.argv.slice(2),
    print: (line) => console.log(line),
    seconds: () => performance.now() / 1000,
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

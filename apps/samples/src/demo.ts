// `npm run demo`: everything on embedded defaults, end to end, every step's outcome checked.
import { runDemo } from './demo/run-demo.ts';

const isRight = await runDemo(console.log, () => performance.now());
if (!isRight) process.exitCode = 1;

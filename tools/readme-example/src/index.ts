export { type ReadmeExampleRun, runReadmeExample } from './run-readme-example.ts';

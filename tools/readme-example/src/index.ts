export { testReadmeExample } from './test-readme-example.ts';

import { testReadmeExample } from '@perdura/readme-example';

testReadmeExample(import.meta.url);

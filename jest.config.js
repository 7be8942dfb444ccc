// For coverage over all packages at once; a package's own tests use the jest.config.js beside them.
export default {
  projects: ['<rootDir>/packages/*', '<rootDir>/apps/samples', '<rootDir>/tools/peers'],
  collectCoverageFrom: ['**/src/**/*.ts', '!**/*.test.ts'],
  coverageReporters: ['text-summary', 'lcovonly'],
};

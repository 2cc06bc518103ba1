/** Specs beside the code are pure; whatever needs PostgreSQL or Kafka lies under test/. */
const common = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['js', 'mjs', 'ts', 'json', 'node'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', {
      jsc: {
        target: 'es2023',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
        keepClassNames: true,
      },
      module: { type: 'es6' },
      sourceMaps: 'inline',
    }],
  },
  moduleNameMapper: {
    '^#libs/([^/]+)$': '<rootDir>/libs/$1/index.ts',
    '^(\\.{1,2}/.*)\\.js$': ['$1.js', '$1.ts'],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.amanat/'],
};

export default {
  maxWorkers: 2,
  testTimeout: 60_000,
  projects: [
    { ...common, displayName: 'beside the code', testMatch: ['<rootDir>/{apps,libs,schemas}/**/*.spec.ts'] },
    { ...common, displayName: 'the house', testMatch: ['<rootDir>/test/{architecture,types}/**/*.spec.ts'] },
    {
      ...common,
      displayName: 'with services',
      testMatch: ['<rootDir>/test/**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/(architecture|types)/'],
      globalSetup: '<rootDir>/test/services/start.mjs',
      globalTeardown: '<rootDir>/test/services/stop.mjs',
    },
  ],
};

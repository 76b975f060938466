/** The two functions of a test runner that the suite uses; Vitest, Jest, Mocha and node:test all have them. */
export interface TestApi {
  describe(name: string, body: () => void): void;
  it(name: string, body: () => void): void;
}

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{src,rules,test,bench,scripts,evals}/**/*.test.ts"],
    pool: "threads",
    isolate: false,
    testTimeout: 20_000,
  },
});

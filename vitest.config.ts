import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    setupFiles: ["test/fast-check.ts"],
    include: ["{src,rules,test,bench,scripts,evals}/**/*.test.ts"],
    pool: "threads",
    isolate: false,
    testTimeout: 20_000,
  },
});

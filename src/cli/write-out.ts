/** The files of `--out`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { GlancewrightError } from "../errors.ts";
import { reclaimScript } from "../hygiene/script.ts";
import { renderReview } from "../present/render.ts";
import type { Reviewed } from "../review.ts";
import type { Terminal } from "./command-line.ts";

/** Writes report.md, review.json, changes.diff, patched/<file> and reclaim.sh below `folder`. */
export async function writeOut(
  folder: string,
  { review, cloud, patched }: Reviewed,
  terminal: Terminal,
): Promise<void> {
  const write = (name: string, text: string): void => {
    const path = join(folder, name);
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    } catch (cause) {
      throw new GlancewrightError(
        "cli.cannot-write",
        { expected: "a folder that can be written", got: path, next: "The answer was printed; give another --out." },
        { cause },
      );
    }
  };
  const options = { kind: "review", color: false, width: 100 } as const;
  write("report.md", await renderReview(review, { ...options, format: "markdown" }));
  write("review.json", await renderReview(review, { ...options, format: "json" }));
  write("changes.diff", review.design.c.diff);
  for (const { file, text } of patched) write(join("patched", file), text);
  write("reclaim.sh", reclaimScript(cloud));
  terminal.err(`written to ${folder}: report.md, review.json, changes.diff, ${patched.length} patched, reclaim.sh\n`);
}

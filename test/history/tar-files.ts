/** Names and texts of the files in an archive. */
import { Parser } from "tar";

export function filesInTar(archive: Buffer): { name: string; text: string }[] {
  const files: { name: string; text: string }[] = [];
  const parser = new Parser({
    onReadEntry(entry) {
      const chunks: Buffer[] = [];
      entry.on("data", (chunk: Buffer) => chunks.push(chunk));
      entry.on("end", () => files.push({ name: entry.path, text: Buffer.concat(chunks).toString("utf8") }));
    },
  });
  parser.end(archive);
  return files;
}

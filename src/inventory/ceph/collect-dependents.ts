/** What hangs on single objects: clones in all pools and in the trash, and who has them open. Read-only. */
import { type CommandEnd, lastWords } from "../run-command.ts";
import type { CephAccess } from "./collect-ceph.ts";

export type ObjectOfPool = { pool: string; name: string };

/** An answer is a line per clone or watcher; more of it is cut, as one is enough to keep an object. */
const MOST_ANSWER = 64 * 1024;
const TIMEOUT_MS = 60_000;
/** So many failures in a row are no accident: the right is missing, or the cluster is gone. */
const MOST_FAILURES = 3;
/** As rbd says that the object does not exist. */
const GONE = 2;

type Question = { file: string; what: string; verb: readonly string[] };

/**
 * Asks of each object what no listing of a pool shows. `of`: how many there are in all, of which `objects` are the first.
 * Each answer stands below the name of its object; an object whose command failed is left out, as its silence would
 * look like a proof. Throws the reason of the signal when it is ended.
 */
export async function collectDependents(
  access: Omit<CephAccess, "pools">,
  objects: readonly ObjectOfPool[],
  of: number,
): Promise<void> {
  const count = of > objects.length ? `${objects.length} of ${of}` : `${of}`;
  const about = `${count} objects that no listed image has`;
  await askEach(access, objects, {
    file: "rbd-children-all.txt",
    what: `clones of ${about}`,
    verb: ["children", "--all"],
  });
  await askEach(access, objects, { file: "rbd-status.txt", what: `watchers of ${about}`, verb: ["status"] });
}

async function askEach(
  { run, spool, id, conf, signal, onCollected }: Omit<CephAccess, "pools">,
  objects: readonly ObjectOfPool[],
  { file, what, verb }: Question,
): Promise<void> {
  // the loop that prints the same
  const command = `while read -r o; do echo "== $o"; rbd ${verb.join(" ")} "$o"; done`;
  const part = await spool.part({ file, from: "ceph", what, command });
  const who = [...(id === null ? [] : ["--id", id]), ...(conf === null ? [] : ["--conf", conf])];
  let rows = 0;
  let inRow = 0;
  let failed: CommandEnd | null = null;
  for (const { pool, name } of objects) {
    signal?.throwIfAborted();
    const args = [...verb, `${pool}/${name}`];
    const { stdout, ended } = run("rbd", [...who, ...args], { timeoutMs: TIMEOUT_MS, signal });
    const text = await textOf(stdout);
    const end = await ended;
    if (end.status === 0) {
      await part.write(`== ${pool}/${name}\n${text}${text === "" || text.endsWith("\n") ? "" : "\n"}`);
      rows++;
      onCollected?.(file, rows);
      inRow = 0;
    } else if (end.status !== GONE) {
      failed = end;
      if (++inRow >= MOST_FAILURES) break;
    }
  }
  const said = lastWords(failed?.stderr ?? "") || "it was ended";
  await part.end({ complete: failed === null, rows, problem: failed && `some could not be asked: ${said}` });
}

async function textOf(stdout: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stdout) if (text.length < MOST_ANSWER) text += decoder.decode(chunk, { stream: true });
  return text.length < MOST_ANSWER ? text : text.slice(0, text.lastIndexOf("\n", MOST_ANSWER) + 1);
}

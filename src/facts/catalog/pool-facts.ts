/** Pools as `ceph df` and `ceph osd pool ls detail` tell of them, joined by name. */
import type { Intake } from "../../intake/artefact.ts";
import type { PoolFact } from "../cloud.ts";

/** One fact a pool, in order of first sight; bytes are those of `ceph df`. What no output tells is null or "unknown". */
export function poolFacts(intake: Intake): PoolFact[] {
  const pools = new Map<string, PoolFact>();
  const pool = (name: string, file: string, line: number): PoolFact => {
    const known = pools.get(name);
    if (known) return known;
    const made: PoolFact = {
      name,
      at: { file, line },
      storedBytes: null,
      usedBytes: null,
      maxAvailableBytes: null,
      type: "unknown",
      replicas: null,
    };
    pools.set(name, made);
    return made;
  };
  for (const artefact of intake.artefacts) {
    if (artefact.kind === "ceph-df") {
      for (const { name, line, storedBytes, usedBytes, maxAvailableBytes } of artefact.pools) {
        const fact = pool(name, artefact.file, line);
        fact.storedBytes ??= storedBytes;
        fact.usedBytes ??= usedBytes;
        fact.maxAvailableBytes ??= maxAvailableBytes;
      }
    } else if (artefact.kind === "ceph-pools") {
      for (const { name, line, type, size } of artefact.pools) {
        const fact = pool(name, artefact.file, line);
        if (fact.type === "unknown") fact.type = type;
        // The size of an erasure-coded pool is its number of chunks, not of copies.
        if (fact.type === "replicated") fact.replicas ??= size;
      }
    }
  }
  return [...pools.values()];
}

/** What the joins of pools and of directories share: what is asked about an object, and what is counted. */
import type { Intake } from "../../intake/artefact.ts";
import type { HeldObject, ObjectJoin, OrphanCandidate, OrphanProof } from "../cloud.ts";
import type { Dependencies } from "./dependencies.ts";
import type { ImageReferences } from "./image-references.ts";

/** Most rows of each list that are kept; counts are exact. */
const KEPT = 10_000;

/** Where the stores of the configuration keep their data. */
export type StorePlaces = {
  /** Pools of rbd stores, with the ids of the stores that keep their data in a pool of that name. */
  pools: ReadonlyMap<string, readonly string[]>;
  /** Directories of file stores, without a slash at the end. */
  directories: readonly { path: string; store: string }[];
};

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] extends readonly (infer Item)[] ? Item[] : Type[Key] };
export type Tally = Writable<Omit<ObjectJoin, "pools">>;

export type JoinWork = {
  intake: Intake;
  references: ImageReferences;
  dependencies: Dependencies;
  /** Proofs that no candidate of this case has. */
  common: readonly OrphanProof[];
  /** Clones may be where no listing reaches: an object is childless only if the cluster said so of that object. */
  clonesHidden: boolean;
  storesOfPool: StorePlaces["pools"];
  tally: Tally;
};

export function emptyTally(): Tally {
  return {
    objectCount: 0,
    candidates: [],
    candidateCount: 0,
    candidateBytes: null,
    held: [],
    withChildren: [],
    notUuid: [],
    withoutSnap: [],
    missingObjects: [],
    missingCount: 0,
    shortObjects: [],
  };
}

/** True while a list takes more rows. */
export const hasRoom = (list: readonly unknown[]): boolean => list.length < KEPT;

/** Appends unless the list is full. */
export function keep<Item>(list: Item[], item: Item): void {
  if (hasRoom(list)) list.push(item);
}

export function hold({ tally }: JoinWork, held: HeldObject): void {
  keep(tally.held, held);
}

export function offer({ tally }: JoinWork, candidate: OrphanCandidate): void {
  tally.candidateCount++;
  if (candidate.bytes !== null) tally.candidateBytes = (tally.candidateBytes ?? 0) + candidate.bytes;
  keep(tally.candidates, candidate);
}

/** Notes an image whose data is not where its location says. `store`: null takes the only store of the image. */
export function miss({ intake: { images }, tally }: JoinWork, row: number, store: string | null): void {
  tally.missingCount++;
  if (!hasRoom(tally.missingObjects)) return;
  const image = images.at(row);
  const { stores } = image;
  tally.missingObjects.push({
    imageId: image.id,
    store: store ?? (stores?.length === 1 ? (stores[0] ?? null) : null),
    at: { file: image.file, line: image.line },
  });
}

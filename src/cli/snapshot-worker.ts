/** The thread of `readSnapshotAside`. */
import { workerData } from "node:worker_threads";
import { packedWithNames } from "../hygiene/history-work.ts";
import { answerThread } from "./in-thread.ts";
import { readSnapshot, type SnapshotWork } from "./read-snapshot.ts";

const { paths, ruleFolders } = workerData as SnapshotWork;
await answerThread(async () => packedWithNames(await readSnapshot(paths, ruleFolders)));
